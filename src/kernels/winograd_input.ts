import type { Conv2dProblem } from '../problem/problem.ts';
import { elementTypes, problemConstants } from './constants.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep } from './step.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/**
 * Transforms the input's tiles into the buffer `transformedInput`, `depth` channels a point. Those beyond the input's are
 * never written: a new buffer is 0.
 */
export function winogradInputStep(problem: Conv2dProblem, tiling: WinogradTiling, depth: number): KernelStep {
  return makeStep(
    {
      shader: 'winograd_input',
      constants: {
        ...problemConstants(problem),
        ...tilingConstants(tiling, problem),
        DEPTH: depth,
      },
      types: elementTypes(problem),
      bindings: [
        { name: 'input', access: 'read', buffer: 'input' },
        { name: 'transformed', access: 'write', buffer: 'transformedInput' },
      ],
      countWorkgroups: Math.ceil((problem.inChannels * tiling.countTiles) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
