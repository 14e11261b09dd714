import type { Conv2dProblem } from '../../problem/problem.ts';
import { busyShare, GPU_COST_OF_MOVE, type Kernel } from '../kernel.ts';
import { fftFilterStep, fftInputStep, fftOutputStep, fftPasses, fftProductStep } from './fft_steps.ts';
import { fftTiling, invocationsOfSquares } from './fft_tiling.ts';

/** Base-4 digits of a transform's length: 256 or 64 elements. */
const DIGITS = [4, 3];

/** Cost per element and pass. On GPUs: reading and writing its four values. */
const CPU_COST_OF_PASS = 23;
const GPU_COST_OF_PASS = 8 * GPU_COST_OF_MOVE;

/** Minimum gain that pays for compiling a dozen pipelines. */
const COST_OF_PIPELINES = 2e7;

/**
 * Depthwise convolutions with large filters, by the product of discrete Fourier transforms. The time does not grow with
 * the filter, apart from the overlap of tiles.
 */
export const depthwiseFft: Kernel = {
  name: 'depthwise_fft',
  algorithm: 'fft',
  refusal(problem) {
    if (problem.accuracy === 'strict') return "accuracy is 'strict'";
    if (problem.groups !== problem.inChannels) return 'a group has more than one input channel';
    if (problem.strideHeight * problem.strideWidth !== 1) return 'the stride is not 1';
    if (problem.dilationHeight * problem.dilationWidth !== 1) return 'the dilation is not 1';
    const longest = longestFilter(Math.max(...DIGITS));
    return largestSide(problem) <= longest ? undefined : `the filter is longer than ${longest}`;
  },
  candidates: (problem) =>
    DIGITS.filter((digits) => largestSide(problem) <= longestFilter(digits)).map((digits) => ({
      DIGITS: digits,
    })),
  cost(problem, capabilities, tiles) {
    const tiling = fftTiling(problem, tiles);
    const { squareCount, filterSquares, squareSize, digits } = tiling;
    // forward and inverse passes of the input, plus the filter's transform
    const passes = (4 * squareCount + 2 * filterSquares) * digits * squareSize;
    const share = busyShare(invocationsOfSquares(squareCount, tiling), capabilities);
    const costOfPass = capabilities.isSoftware ? CPU_COST_OF_PASS : GPU_COST_OF_PASS;
    return (passes * costOfPass) / share + COST_OF_PIPELINES;
  },
  build(problem, _capabilities, tiles) {
    const tiling = fftTiling(problem, tiles);
    const { squareCount, filterSquares } = tiling;
    const sizeOf = (count: number) => count * tiling.squareSize * 16;
    const filter = { count: filterSquares, buffers: ['products', 'filterSpectrum'] } as const;
    const input = { count: squareCount, buffers: ['spectrum', 'products'] } as const;
    const back = { count: squareCount, buffers: ['products', 'spectrum'] } as const;
    // the other shaders do the first and the last pass
    const inner = 2 * tiling.digits - 2;
    return {
      prepare: [fftFilterStep(problem, tiling), ...fftPasses(problem, tiling, filter, inner + 1)],
      steps: [
        fftInputStep(problem, tiling),
        ...fftPasses(problem, tiling, input, inner),
        fftProductStep(problem, tiling),
        ...fftPasses(problem, tiling, back, inner),
        fftOutputStep(problem, tiling),
      ],
      buffers: {
        filterSpectrum: { sizeBytes: sizeOf(filterSquares), lifetime: 'prepared' },
        spectrum: { sizeBytes: sizeOf(squareCount), lifetime: 'scratch' },
        products: { sizeBytes: sizeOf(squareCount), lifetime: 'scratch' },
      },
    };
  },
};

function largestSide({ filterHeight, filterWidth }: Conv2dProblem): number {
  return Math.max(filterHeight, filterWidth);
}

/** A filter longer than half the transform leaves too few valid outputs per tile. */
function longestFilter(digits: number): number {
  return 4 ** digits / 2;
}
