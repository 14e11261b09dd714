import type { HostTensor } from '../cpu/reference.ts';
import { filterStrides, readFilterShape } from '../problem/layouts.ts';
import type { FilterLayout } from '../problem/options.ts';

/** A convolution's weights and the statistics of the batch normalization after it, in host memory. */
export interface FoldNormalizationInit {
  /** The convolution's filter, in the axis order of `filterLayout`. */
  readonly filter: HostTensor;
  /** Default `'oihw'`. */
  readonly filterLayout?: FilterLayout;
  /** The convolution's own bias, `[outChannels]`. Default 0. */
  readonly bias?: ArrayLike<number>;
  /** The normalization's means, `[outChannels]`. */
  readonly mean: ArrayLike<number>;
  /** The normalization's variances, `[outChannels]`. */
  readonly variance: ArrayLike<number>;
  /** The normalization's factor (gamma), `[outChannels]`. Default 1. */
  readonly scale?: ArrayLike<number>;
  /** The normalization's bias (beta), `[outChannels]`. Default 0. */
  readonly offset?: ArrayLike<number>;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Filter and bias of the one convolution that equals a convolution and the batch normalization after it. The weights of
 * each output channel are multiplied by scale / √(variance + epsilon). Computed in float64, stored in float32.
 */
export function foldNormalization(init: FoldNormalizationInit): { filter: Float32Array; bias: Float32Array } {
  const { filter, filterLayout = 'oihw', mean, variance, epsilon = 1e-5 } = init;
  const { outChannels, inChannels, height, width } = readFilterShape(filter.shape, filterLayout);
  const strides = filterStrides(filterLayout, { o: outChannels, i: inChannels, h: height, w: width });
  const factor = Float64Array.from(
    { length: outChannels },
    (_, oc) => (init.scale?.[oc] ?? 1) / Math.sqrt(variance[oc] + epsilon),
  );
  return {
    filter: Float32Array.from(
      filter.data,
      (weight, index) => weight * factor[Math.floor(index / strides.o) % outChannels],
    ),
    bias: Float32Array.from(
      factor,
      (own, oc) => ((init.bias?.[oc] ?? 0) - mean[oc]) * own + (init.offset?.[oc] ?? 0),
    ),
  };
}
