import type { Conv2dProblem } from '../../problem/problem.ts';
import { type KernelStep, makeStep } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import type { RowLayout } from '../pack_matrix.ts';
import { SHADERS } from '../shaders.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/** Transforms the 3×3 filters of `problem` into the buffer `transformedFilter`: `side` × `side` left factors. */
export function winogradFilterStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  side: number,
  rows: RowLayout,
): KernelStep {
  return makeStep(
    {
      shader: 'winograd_filter',
      constants: {
        ...problemConstants(problem),
        ...tilingConstants(tiling, problem),
        FILTER_SIDE: side,
        DEPTH: rows.depth,
        ROWS4: rows.rows4,
        TILE4: rows.tile4,
      },
      types: elementTypes(problem),
      bindings: [
        { name: 'filterWeights', access: 'read', buffer: 'filter' },
        { name: 'transformed', access: 'write', buffer: 'transformedFilter' },
      ],
      workgroupCount: Math.ceil((rows.depth * rows.rows4 * 4) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
