import { conv2dDirect } from './conv2d_direct.ts';
import { conv2dGemm } from './conv2d_gemm.ts';
import { conv2dRows } from './conv2d_rows.ts';
import { conv2dTiled } from './conv2d_tiled.ts';
import { depthwiseFft } from './depthwise_fft.ts';
import { depthwiseRows } from './depthwise_rows.ts';
import { depthwiseStrips } from './depthwise_strips.ts';
import type { Kernel } from './kernel.ts';
import { pointwiseQuads } from './pointwise_quads.ts';
import { winogradKernels } from './winograd.ts';

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
