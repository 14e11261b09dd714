import { isSoftwareAdapter } from '../../src/gpu/device.ts';
import { KERNELS } from '../../src/kernels/registry.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import type { Conv2dProblem } from '../../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { lane } from './lane.ts';

/** What a kernel is made for: every shared case of this kind has to run on it. */
export const madeFor: readonly (readonly [kernel: string, isIt: (problem: Conv2dProblem) => boolean])[] = [
  ['conv2d_direct', () => true],
  ['conv2d_gemm', () => true],
  ['conv2d_rows', () => true], // with 'pack_filter' before it
  ['conv2d_tiled', (p) => p.filterHeight * p.filterWidth <= 49 && p.strideHeight <= 3 && p.strideWidth <= 3],
  ['depthwise_fft', isForFft], // 'fft_filter', 'fft_input', 'fft_pass', 'fft_product', 'fft_output'
  ['depthwise_rows', (p) => p.groups === p.inChannels], // with 'pack_taps' before it
  ['depthwise_strips', (p) => p.groups === p.inChannels && p.filterHeight * p.filterWidth <= 25],
  ['pointwise_quads', isWholeMatrix], // 'matmul_quads' after 'pack_matrix'
  ['winograd2_quads', isForWinograd], // 'winograd_filter', 'winograd_input', 'matmul_quads', 'winograd_output'
  ['winograd4_quads', isForWinograd],
  ['winograd2_gemm', (p) => isForWinograd(p) && p.inChannels >= 32],
  ['winograd4_gemm', (p) => isForWinograd(p) && p.inChannels >= 32],
];

function isForFft(p: Conv2dProblem): boolean {
  const isPlain = p.strideHeight * p.strideWidth * p.dilationHeight * p.dilationWidth === 1;
  return isPlain && p.groups === p.inChannels && p.accuracy !== 'strict';
}

function isForWinograd(p: Conv2dProblem): boolean {
  const isPlain = p.groups === 1 && p.strideHeight === p.strideWidth && p.strideHeight <= 2;
  const isExact = p.accuracy === 'strict' || p.inChannels < 16;
  return isPlain && !isExact && p.filterHeight === 3 && p.filterWidth === 3;
}

function isWholeMatrix(p: Conv2dProblem): boolean {
  const isPlain = p.groups * p.strideHeight * p.strideWidth === 1 && p.inputLayout === 'nchw';
  const isUnpadded = p.inHeight === p.outHeight && p.inWidth === p.outWidth;
  return isPlain && isUnpadded && p.filterHeight * p.filterWidth === 1 && (p.inHeight * p.inWidth) % 4 === 0;
}

/** The capabilities that the lane's device will have. */
export const capabilities: Capabilities = {
  limits: { ...DEFAULT_LIMITS, ...lane.limits },
  hasF16: lane.features.includes('shader-f16'),
  hasSubgroups: lane.features.includes('subgroups'),
  isSoftware: isSoftwareAdapter({ description: lane.adapter } as GPUAdapterInfo),
  vendor: '',
  architecture: '',
};

/** Each kernel with the cases that it says it supports on this lane's device. */
export function casesByKernel(cases: readonly Conv2dCase[]): [kernel: string, cases: Conv2dCase[]][] {
  return KERNELS.map((kernel) => [
    kernel.name,
    cases.filter((conv2dCase) => kernel.refusal(problemOf(conv2dCase), capabilities) === undefined),
  ]);
}
