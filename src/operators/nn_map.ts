import shader from '../../shaders/nn/nn_map.wgsl';
import { activationConstants } from '../kernels/constants.ts';
import { type ResolvedActivation, resolveActivation } from '../problem/activation.ts';
import type { Dtype } from '../problem/options.ts';
import { type BufferRef, NOTHING, read, write } from '../wgsl/bindings.ts';
import type { StepInit } from '../wgsl/step.ts';
import { elementCount, elementType } from './operator.ts';

/** Operations on two operands. `COMBINATION` in shaders/nn/nn_map.wgsl is the index in this list plus 1; 0 is `a` itself. */
export const COMBINATIONS = ['add', 'sub', 'mul', 'div', 'max', 'min', 'prelu'] as const;

/** An operation on two operands, named after WebNN. `prelu` is `a` if positive, otherwise `a · b`. */
export type Combination = (typeof COMBINATIONS)[number];

/** Positions of an operand's elements in a map's index space. */
export interface Access extends BufferRef {
  /** Distance between neighbors along each axis, in elements; 0 along broadcast axes. */
  readonly strides: readonly number[];
  /** Index of the first element. Default 0. */
  readonly offset?: number;
}

/** One dispatch of shaders/nn/nn_map.wgsl. */
export interface MapInit {
  /** Sizes of the index space: at most six after neighboring axes are merged. */
  readonly sizes: readonly number[];
  readonly a: Access;
  readonly b?: Access;
  readonly output: Access;
  readonly combination?: Combination;
  /** Multiplies the combined value. Default 1. */
  readonly scale?: number;
  readonly activation?: ResolvedActivation;
  readonly dtype: Dtype;
}

const AXES = 6;
const WORKGROUP_SIZE = 64;

/** A step that maps one or two operands to an output, element by element. */
export function mapStep(init: MapInit): StepInit {
  const b = init.b ?? { ...NOTHING, strides: init.sizes.map(() => 0) };
  const operands = { A: init.a, B: b, OUTPUT: init.output };
  const { sizes, strides } = mergeAxes(
    init.sizes,
    Object.values(operands).map((operand) => operand.strides),
  );
  const constants: Record<string, number> = {
    COMBINATION: init.combination ? 1 + COMBINATIONS.indexOf(init.combination) : 0,
    SCALE: init.scale ?? 1,
    ...activationConstants(init.activation ?? resolveActivation(undefined)),
    ...numbered('SIZE', sizes, 1),
  };
  Object.entries(operands).forEach(([name, { offset = 0 }], index) => {
    Object.assign(constants, numbered(name, strides[index], 0), { [`${name}_OFFSET`]: offset });
  });
  return {
    shader,
    constants,
    types: elementType(init.dtype),
    bindings: [read('a', init.a), read('b', b), write('output', init.output)],
    workgroupCount: Math.ceil(elementCount(sizes) / WORKGROUP_SIZE),
  };
}

/** Strides of a dense tensor, in elements. */
export function denseStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** Merges neighboring axes along which every operand is contiguous, and drops axes of size 1. */
export function mergeAxes(sizes: readonly number[], strides: readonly (readonly number[])[]) {
  const merged = { sizes: [] as number[], strides: strides.map((): number[] => []) };
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const last = merged.sizes.length - 1;
    const runsOn = strides.every((own, operand) => merged.strides[operand][last] === own[axis] * size);
    if (last >= 0 && runsOn) {
      merged.sizes[last] *= size;
      strides.forEach((own, operand) => {
        merged.strides[operand][last] = own[axis];
      });
    } else {
      merged.sizes.push(size);
      strides.forEach((own, operand) => {
        merged.strides[operand].push(own[axis]);
      });
    }
  });
  return merged;
}

/** `NAME_0` … `NAME_5`; the last axis comes last. */
function numbered(name: string, values: readonly number[], filler: number): Record<string, number> {
  const padded = [...Array(AXES - values.length).fill(filler), ...values];
  return Object.fromEntries(padded.map((value, index) => [`${name}_${index}`, value]));
}
