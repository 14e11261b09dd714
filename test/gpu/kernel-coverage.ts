import type { Conv2dProblem } from '../../src/problem/problem.ts';

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
