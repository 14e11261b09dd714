/** What one contestant did on one row. Times in milliseconds of wall clock, one convolution each. */
export interface Lap {
  readonly medianMs: number;
  readonly minMs: number;
  /** Distance between the quartiles as a fraction of the median. */
  readonly spread: number;
  /** Of the direct algorithm's arithmetic. */
  readonly gflops: number;
  /** Largest error as a fraction of the bound in `src/problem/tolerance.ts`; at most 1. */
  readonly errorFraction: number;
  /** Create, compile and first result. */
  readonly firstRunMs: number;
  /** Most bytes of GPU buffers and textures held at once up to the first result, where they can be counted. */
  readonly peakBytes?: number;
}

/** Why there is no {@link Lap}: the contestant could not run the row, or was wrong. */
export interface Failure {
  readonly error: string;
}

/** This library's lap, with what it chose. */
export interface OwnLap extends Lap {
  readonly kernel: string;
  readonly tiles: Readonly<Record<string, number>>;
  /** Time on the GPU by its own timestamps, where it has them. */
  readonly gpuMs?: number;
  /** A second `createConv2d` of the same shape, the median of some. */
  readonly secondCreateMs: number;
  /** `planConv2d` by itself, where the row is one convolution. */
  readonly planMs?: number;
  /** Of the ceiling that binds the row. Above 100 where an algorithm saves arithmetic. */
  readonly percentOfCeiling: number;
  readonly boundBy: 'arithmetic' | 'memory';
}

/** One row of the bench. */
export interface BenchCase {
  readonly suite: string;
  readonly key: string;
  readonly name: string;
  readonly flops: number;
  /** Of input, filter and output, each moved once. */
  readonly bytes: number;
  readonly ours: OwnLap | Failure;
  readonly peers: Readonly<Record<string, Lap | Failure>>;
  /** How many times longer than ours the quickest right peer takes. */
  readonly ratioToBestPeer?: number;
}

/** What this adapter reaches in microbenchmarks. */
export interface Ceilings {
  readonly fmaGflops: number;
  /** With float16 operands, where the device has `shader-f16`. */
  readonly fmaHalfGflops?: number;
  /** Bytes read plus bytes written. */
  readonly copyGBs: number;
}

/** All that a run of the bench says; what `--json` writes. */
export interface BenchReport {
  readonly host: string;
  readonly adapter: string;
  /** ISO date. */
  readonly date: string;
  readonly dtype: string;
  readonly ceilings: Ceilings;
  readonly cases: readonly BenchCase[];
  readonly geomeanToBestPeer?: number;
  readonly minRatio?: number;
}

/** Narrows a lap to one that was run. */
export function isLap<T extends Lap>(lap: T | Failure | undefined): lap is T {
  return lap !== undefined && !('error' in lap);
}
