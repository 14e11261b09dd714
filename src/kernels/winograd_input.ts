import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/** How the transformed input lies: point by point, in tiles of so many `columns`, `depth` channels one after the other. */
interface ColumnLayout {
  readonly columns: number;
  /** Channels; those beyond the input's are copies of its last. */
  readonly depth: number;
}

/** Transforms the input's tiles into the buffer `transformedInput`. */
export function winogradInputStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  { columns, depth }: ColumnLayout,
): KernelStep {
  return makeStep(
    {
      shader: 'winograd_input',
      constants: {
        ...problemConstants(problem),
        ...tilingConstants(tiling, problem),
        DEPTH: depth,
        TILE: columns,
      },
      types: elementTypes(problem),
      bindings: [
        { name: 'input', access: 'read', buffer: 'input' },
        { name: 'transformed', access: 'write', buffer: 'transformedInput' },
      ],
      countWorkgroups: Math.ceil((depth * tiling.countTiles) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
