import { LimitExceededError } from '../errors.ts';
import type { PlanLimits } from '../problem/capabilities.ts';
import { ELEMENT_BYTES } from '../problem/layouts.ts';
import { type Conv2dProblem, deriveProblem } from '../problem/problem.ts';
import type { KernelStep } from '../wgsl/step.ts';

/** Consecutive images of a batch, few enough to bind. */
export interface BatchSlice {
  readonly problem: Conv2dProblem;
  /** The slice's ranges of `input`, `output` and `residual`. Undefined if the slice is the whole batch. */
  readonly ranges?: Readonly<Record<string, { offsetBytes: number; sizeBytes: number }>>;
}

/**
 * Splits a batch whose input or output is too large to bind into slices that fit. Each slice starts at an offset that
 * the device's alignment allows.
 * @throws LimitExceededError if the smallest such slice is too large.
 */
export function sliceBatch(problem: Conv2dProblem, limits: PlanLimits): BatchSlice[] {
  const bytes = ELEMENT_BYTES[problem.dtype];
  const input = problem.inChannels * problem.inHeight * problem.inWidth * bytes;
  const output = problem.outChannels * problem.outHeight * problem.outWidth * bytes;
  const largest = Math.max(input, output);
  if (problem.batch * largest <= limits.maxStorageBufferBindingSize) return [{ problem }];
  const step = alignedImages(input, output, limits.minStorageBufferOffsetAlignment);
  const images = Math.floor(limits.maxStorageBufferBindingSize / (largest * step)) * step;
  if (images === 0) throw tooLarge(problem, step, largest, limits);
  const slices: BatchSlice[] = [];
  for (let first = 0; first < problem.batch; first += images) {
    const batch = Math.min(images, problem.batch - first);
    const outputRange = rangeOf(first, batch, output);
    slices.push({
      problem: deriveProblem(problem, { batch }),
      ranges: { input: rangeOf(first, batch, input), output: outputRange, residual: outputRange },
    });
  }
  return slices;
}

/** The steps of one slice, bound to its ranges of the caller's tensors. */
export function sliceSteps(steps: readonly KernelStep[], slice: BatchSlice): KernelStep[] {
  return steps.map((step) => ({
    ...step,
    bindings: step.bindings.map((binding) => {
      const range = binding.from === 'caller' ? slice.ranges?.[binding.buffer] : undefined;
      return range ? { ...binding, range } : binding;
    }),
  }));
}

/** The minimum count of images after which both input and output are aligned. */
function alignedImages(input: number, output: number, alignment: number): number {
  return Math.max(alignmentStep(input, alignment), alignmentStep(output, alignment));
}

/** The minimum count of images of `bytes` each whose total size is a multiple of `alignment`, a power of two. */
function alignmentStep(bytes: number, alignment: number): number {
  let step = 1;
  while ((bytes * step) % alignment !== 0) step *= 2;
  return step;
}

function rangeOf(first: number, batch: number, imageBytes: number) {
  return { offsetBytes: first * imageBytes, sizeBytes: Math.ceil((batch * imageBytes) / 4) * 4 };
}

function tooLarge(problem: Conv2dProblem, images: number, imageBytes: number, limits: PlanLimits) {
  return new LimitExceededError(
    `${problem.key}: ${images === 1 ? 'one image' : `the ${images} images that end on an aligned offset`}`,
    'maxStorageBufferBindingSize',
    limits.maxStorageBufferBindingSize,
    images * imageBytes,
    'split the image into tiles that overlap by the filter, or use float16',
  );
}
