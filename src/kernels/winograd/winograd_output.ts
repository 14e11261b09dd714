import type { Conv2dProblem } from '../../problem/problem.ts';
import { type KernelStep, makeStep } from '../../wgsl/step.ts';
import { elementTypes, problemConstants } from '../constants.ts';
import { SHADERS } from '../shaders.ts';
import { tilingConstants, type WinogradTiling } from './winograd_tiling.ts';

const WORKGROUP_SIZE = 64;

/** Transforms the buffer `products` back and writes the output. */
export function winogradOutputStep(problem: Conv2dProblem, tiling: WinogradTiling): KernelStep {
  return makeStep(
    {
      shader: 'winograd_output',
      constants: {
        ...problemConstants(problem),
        ...tilingConstants(tiling, problem),
      },
      types: elementTypes(problem),
      bindings: [
        { name: 'products', access: 'read', buffer: 'products' },
        { name: 'bias', access: 'read', buffer: problem.hasBias ? 'bias' : 'none' },
        { name: 'residual', access: 'read', buffer: problem.hasResidual ? 'residual' : 'none' },
        { name: 'output', access: 'write', buffer: 'output' },
      ],
      workgroupCount: Math.ceil((problem.outChannels * tiling.tileCount) / WORKGROUP_SIZE),
    },
    SHADERS,
  );
}
