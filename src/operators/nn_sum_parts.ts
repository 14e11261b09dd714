import shader from '../../shaders/nn/nn_sum_parts.wgsl';
import type { Dtype } from '../problem/options.ts';
import { type BufferRef, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { elementType } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** A step that adds up `partCount` float32 tensors stored one after another in `parts`. */
export function sumPartsStep(init: {
  readonly parts: BufferRef;
  readonly partCount: number;
  readonly valueCount: number;
  readonly output: BufferRef & { readonly dtype: Dtype };
}): StepInit {
  return {
    shader,
    constants: { PART_COUNT: init.partCount, VALUE_COUNT: init.valueCount },
    types: elementType(init.output.dtype),
    bindings: [read('parts', init.parts), write('output', init.output)],
    workgroupCount: Math.ceil(init.valueCount / WORKGROUP_SIZE),
  };
}
