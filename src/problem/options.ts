/** Order of the four axes of an input or output tensor. */
export type InputLayout = 'nchw' | 'nhwc';

/** Order of the four axes of a filter; `i` is the input channels per group. */
export type FilterLayout = 'oihw' | 'hwio' | 'ohwi' | 'ihwo';

/**
 * Border around the input in rows and columns: one number, `[height, width]`, `[top, bottom, left, right]`, or a rule.
 * `'valid'`: none. `'same'`: the output is `ceil(input / stride)` long; an odd remainder goes to the end (ONNX
 * SAME_UPPER). `'same-lower'`: it goes to the start. `'full'`: every overlap of at least one tap.
 */
export type Padding =
  | number
  | readonly [height: number, width: number]
  | readonly [top: number, bottom: number, left: number, right: number]
  | 'same'
  | 'same-lower'
  | 'valid'
  | 'full';

/** The values of the border. `reflect` does not repeat the edge pixel, `symmetric` does. */
export type PaddingMode = 'zeros' | 'constant' | 'reflect' | 'symmetric' | 'replicate' | 'circular';

/** Element type of stored tensors; sums are always float32. */
export type Dtype = 'float32' | 'float16';

/** Activations that need no parameter. */
export type ActivationName =
  | 'relu'
  | 'relu6'
  | 'leaky-relu'
  | 'elu'
  | 'sigmoid'
  | 'tanh'
  | 'silu'
  | 'gelu-erf'
  | 'gelu-tanh'
  | 'hard-swish';

/**
 * The function applied to each output after bias and residual. Definitions follow WebNN
 * (https://www.w3.org/TR/webnn/); by default `leaky-relu` has slope 0.01 and `elu` alpha 1.
 */
export type Activation =
  | ActivationName
  | { readonly type: 'leaky-relu'; readonly slope: number }
  | { readonly type: 'elu'; readonly alpha: number }
  | { readonly type: 'clamp'; readonly min: number; readonly max: number };

/**
 * Which algorithms the planner may choose. `strict`: plain sums only. `default`: also Winograd F(2×2,3×3) and
 * F(4×4,3×3), and Fourier transforms for large depthwise filters, within the bounds of `src/problem/tolerance.ts`.
 * `fast`: Winograd from fewer channels on, too. Transforms spread a NaN or an infinity over whole tiles, and their
 * errors are proportional to a tile's largest inputs.
 */
export type Accuracy = 'strict' | 'default' | 'fast';

/** One value for both axes, or `[height, width]`. */
export type Pair = number | readonly [height: number, width: number];

/** Everything about a convolution except its tensors. Names follow WebNN's `conv2d`. */
export interface Conv2dSettings {
  /** Width of the border around the input. Default 0. `'same'` is ONNX SAME_UPPER at every stride. */
  readonly padding?: Padding;
  /** The values of the border. Default `'zeros'`. Modes and names follow PyTorch and numpy.pad. */
  readonly paddingMode?: PaddingMode;
  /** The value of the border with `paddingMode: 'constant'`. Default 0. */
  readonly paddingValue?: number;
  /** Step between windows. Default 1. */
  readonly strides?: Pair;
  /** Distance between the taps of one window. Default 1. */
  readonly dilations?: Pair;
  /** Channel groups; `groups === inChannels` is a depthwise convolution. Default 1. */
  readonly groups?: number;
  /** Applied to each output, after bias and residual. Default: none. */
  readonly activation?: Activation;
  /** Order of the axes of input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Order of the axes of the filter. Default `'oihw'`. */
  readonly filterLayout?: FilterLayout;
  /** Rotates the filter by 180° first: convolution instead of cross-correlation. Default false. */
  readonly flipFilter?: boolean;
  /** The algorithms that the planner may choose. Default `'default'`. */
  readonly accuracy?: Accuracy;
}
