import { conv2dRows } from './cpu/conv2d_rows.ts';
import { depthwiseRows } from './cpu/depthwise_rows.ts';
import { depthwiseStrips } from './cpu/depthwise_strips.ts';
import { pointwiseQuads } from './cpu/pointwise_quads.ts';
import { conv2dDirect } from './direct/conv2d_direct.ts';
import { depthwiseFft } from './fft/depthwise_fft.ts';
import { conv2dGemm } from './gemm/conv2d_gemm.ts';
import type { Kernel } from './kernel.ts';
import { conv2dTiled } from './tiled/conv2d_tiled.ts';
import { winogradKernels } from './winograd/winograd.ts';

/** Every kernel the planner may choose. */
export const KERNELS: readonly Kernel[] = [
  ...winogradKernels,
  pointwiseQuads,
  depthwiseStrips,
  depthwiseRows,
  depthwiseFft,
  conv2dGemm,
  conv2dRows,
  conv2dTiled,
  conv2dDirect,
];
