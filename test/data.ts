import type { HostTensor } from '../src/cpu/reference.ts';
import type { Dtype } from '../src/problem/options.ts';
import type { Conv2dProblem } from '../src/problem/problem.ts';
import { outputShapeOf } from '../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from './case.ts';
import { type Random, randomGenerator, seedOf } from './random.ts';

/** A tensor whose numbers float32, or float16, holds exactly. */
export interface CaseTensor extends HostTensor {
  readonly data: Float32Array<ArrayBuffer>;
}

/** What a case computes with. */
export interface CaseTensors {
  readonly input: CaseTensor;
  readonly filter: CaseTensor;
  readonly bias?: CaseTensor;
  readonly residual?: CaseTensor;
}

/** The case's tensors: always the same for the same name. */
export function tensorsOf(conv2dCase: Conv2dCase): CaseTensors {
  const problem = problemOf(conv2dCase);
  const random = randomGenerator(seedOf(conv2dCase.name));
  const make = (shape: readonly number[], scale = 1): CaseTensor => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { shape, data: numbers(random, count, conv2dCase.values ?? 'normal', problem.dtype, scale) };
  };
  return {
    input: make(conv2dCase.inputShape),
    filter: make(conv2dCase.filterShape, 1 / Math.sqrt(tapsOf(problem))),
    bias: problem.hasBias ? make([problem.outChannels]) : undefined,
    residual: problem.hasResidual ? make(outputShapeOf(problem)) : undefined,
  };
}

/**
 * `normal`: mean 0, deviation `scale`, rounded to the data type; `integers`: −4 … 4, whose products and sums of
 * thousands are exact in float32.
 */
function numbers(
  random: Random,
  count: number,
  values: 'normal' | 'integers',
  dtype: Dtype,
  scale: number,
): Float32Array<ArrayBuffer> {
  const round = dtype === 'float16' ? roundToHalf : Math.fround;
  const draw =
    values === 'integers' ? () => Math.floor(random() * 9) - 4 : () => round(scale * normal(random));
  return Float32Array.from({ length: count }, draw);
}

/** A draw of the normal distribution (Box & Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The nearest float16, ties to even; for numbers float16 can reach. */
export function roundToHalf(x: number): number {
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(x))));
  const step = 2 ** (exponent - 10);
  const toEven = 1.5 * 2 ** 52; // adding it leaves no room for a fraction
  return (x / step + toEven - toEven) * step;
}

/** Products that go into one output. */
function tapsOf({ inChannels, groups, filterHeight, filterWidth }: Conv2dProblem): number {
  return (inChannels / groups) * filterHeight * filterWidth;
}
