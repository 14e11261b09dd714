import type { Conv2dProblem } from '../../problem/problem.ts';
import { type KernelStep, makeStep, type TextureSize } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { SHADERS } from '../shaders.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/** How the columns of a right factor, a tile of the input each, lie: for each tile of columns, channel by channel. */
export interface ColumnLayout {
  /** Columns of a tile; the tiling's pitch is a multiple of it. */
  readonly tile: number;
  /** Where the factor is sampled. */
  readonly texture?: TextureSize;
}

/**
 * Transforms the input's tiles into the buffer `transformedInput`: `depth` channels, those beyond the input's copies of
 * its last.
 */
export function winogradInputStep(
  problem: Conv2dProblem,
  tiling: WinogradTiling,
  columns: ColumnLayout,
  depth: number,
): KernelStep {
  return makeStep(
    {
      shader: 'winograd_input',
      constants: {
        ...problemConstants(problem),
        ...tilingConstants(tiling, problem),
        DEPTH: depth,
        TILE: columns.tile,
      },
      types: elementTypes(problem),
      bindings: [
        { name: 'input', access: 'read', buffer: 'input' },
        { name: 'transformed', access: 'write', buffer: 'transformedInput' },
      ],
      workgroupCount: Math.ceil((depth * tiling.tileCount) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
