import type { Dtype } from '../problem/options.ts';
import type { StepInit } from '../wgsl/step.ts';
import { elementType } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** A step that adds up `partCount` float32 tensors, one after another in `parts`. */
export function sumPartsStep(init: {
  readonly parts: string;
  readonly partCount: number;
  readonly valueCount: number;
  readonly output: { readonly buffer: string; readonly dtype: Dtype };
}): StepInit {
  return {
    shader: 'nn_sum_parts',
    constants: { PART_COUNT: init.partCount, VALUE_COUNT: init.valueCount },
    types: elementType(init.output.dtype),
    bindings: [
      { name: 'parts', access: 'read', buffer: init.parts },
      { name: 'output', access: 'write', buffer: init.output.buffer },
    ],
    workgroupCount: Math.ceil(init.valueCount / WORKGROUP_SIZE),
  };
}
