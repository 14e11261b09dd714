import type { DataType } from '../problem/options.ts';
import type { StepInit } from '../wgsl/step.ts';
import { elementType } from './operator.ts';

const WORKGROUP_SIZE = 64;

/** A step that adds up `countParts` float32 tensors, one after another in `parts`. */
export function sumPartsStep(init: {
  readonly parts: string;
  readonly countParts: number;
  readonly countValues: number;
  readonly output: { readonly buffer: string; readonly dtype: DataType };
}): StepInit {
  return {
    shader: 'nn_sum_parts',
    constants: { COUNT_PARTS: init.countParts, COUNT_VALUES: init.countValues },
    types: elementType(init.output.dtype),
    bindings: [
      { name: 'parts', access: 'read', buffer: init.parts },
      { name: 'output', access: 'write', buffer: init.output.buffer },
    ],
    countWorkgroups: Math.ceil(init.countValues / WORKGROUP_SIZE),
  };
}
