import type {
  Activation,
  FilterLayout,
  InputLayout,
  Padding,
  PaddingMode,
  Pair,
} from '../problem/options.ts';

/**
 * A network as plain data, whichever file it came from. Operators, settings and operands have this library's names,
 * so that a node's attributes, with the shapes of its operands, are what the operator of that name is made from.
 */
export interface ModelDescription {
  readonly inputs: readonly ModelInput[];
  /** Only what the outputs need, each after the nodes whose values it takes. */
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly ModelOutput[];
}

/** A value that the model's caller gives. */
export interface ModelInput {
  readonly name: string;
  /** Sizes of its axes; `null` where the model takes any size. */
  readonly shape: readonly (number | null)[];
}

/** A value that the model's caller gets. */
export interface ModelOutput {
  /** As the file calls it. */
  readonly name: string;
  /** A node's `output`, or an input's name. */
  readonly value: string;
}

/** Float32 numbers of a weight; nodes that share a weight share its `data`. */
export interface ModelWeight {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** One operator in its place. */
export type ModelNode = { [Type in OperatorType]: NodeOf<Type> }[OperatorType];

/** A node of one type. */
export interface NodeOf<Type extends OperatorType> {
  /** As the file calls it; several where one of the file's operators takes several of ours. */
  readonly name: string;
  readonly type: Type;
  readonly attributes: OperatorAttributes[Type];
  /** Values by the operand they are: `input` or, where there are two, `a` and `b`; `input0`, `input1`, … of concat. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Constant operands by name, such as `filter` and `bias`. */
  readonly weights: Readonly<Record<string, ModelWeight>>;
  /** Name of the value it makes; no other node or input has it. */
  readonly output: string;
}

export type OperatorType = keyof OperatorAttributes;

/**
 * What each operator takes besides tensors. Axes may be negative: −1 is the last one. Absent settings have the
 * defaults of the operator of that name.
 */
export interface OperatorAttributes {
  /** `filter` and, where there is one, `bias` are operands, as in all three convolutions. */
  readonly conv1d: Conv1dAttributes;
  readonly conv2d: Conv2dAttributes;
  readonly convTranspose2d: ConvTranspose2dAttributes;
  /** Operands `weight` and, where there is one, `bias`. */
  readonly linear: { readonly weightLayout: 'oi' | 'io'; readonly activation?: Activation };
  readonly maxPool2d: Pool2dAttributes;
  readonly averagePool2d: Pool2dAttributes & { readonly countIncludePad?: boolean };
  readonly l2Pool2d: Pool2dAttributes;
  readonly resize2d: Resize2dAttributes;
  readonly pixelShuffle: {
    readonly blockSize: number;
    readonly mode: 'crd' | 'dcr';
    readonly inputLayout: InputLayout;
  };
  /** Operands `a` and `b` with numpy's broadcasting, as for all six of these. */
  readonly add: NoAttributes;
  readonly sub: NoAttributes;
  readonly mul: NoAttributes;
  readonly div: NoAttributes;
  readonly max: NoAttributes;
  readonly min: NoAttributes;
  readonly activation: { readonly activation: Activation };
  /** `x` where x > 0, else `slope · x`; operand `slope` broadcasts. */
  readonly prelu: NoAttributes;
  /** With `throughLast`, the axes from `axis` to the last are taken as one (ONNX before opset 13). */
  readonly softmax: { readonly axis: number; readonly throughLast?: boolean };
  readonly concat: { readonly axis: number };
  /** Axes before `axis` become one, those from it on another. */
  readonly flatten: { readonly axis: number };
  /** A size of 0 is the input's own at that place, one of −1 whatever is left. */
  readonly reshape: { readonly shape: readonly number[] };
  /** Drops axes of size 1: these, or all. */
  readonly squeeze: { readonly axes?: readonly number[] };
  /** Puts axes of size 1 where the output's `axes` are. */
  readonly unsqueeze: { readonly axes: readonly number[] };
  /** Default: the axes in reverse. */
  readonly transpose: { readonly permutation?: readonly number[] };
  readonly pad: PadAttributes;
  /** Operands `mean`, `variance` and, where there are such, `scale` and `bias`. */
  readonly batchNormalization: NormalizationAttributes;
  /** Operands `scale` and `bias`, where there are such. */
  readonly instanceNormalization: NormalizationAttributes;
  readonly reduce: {
    readonly reduction: 'sum' | 'mean';
    /** Default: all. */
    readonly axes?: readonly number[];
    readonly keepDimensions: boolean;
  };
}

export type NoAttributes = Readonly<Record<string, never>>;

export interface Conv1dAttributes {
  /** `[left, right]`, or a rule. */
  readonly padding?: readonly [number, number] | 'same' | 'same-lower' | 'valid';
  readonly strides?: number;
  readonly dilations?: number;
  readonly groups?: number;
  readonly inputLayout: 'ncw' | 'nwc';
  readonly filterLayout: 'oiw' | 'wio';
}

export interface Conv2dAttributes {
  readonly padding?: Padding;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly groups?: number;
  readonly activation?: Activation;
  readonly inputLayout: InputLayout;
  readonly filterLayout: FilterLayout;
}

export interface ConvTranspose2dAttributes extends Omit<Conv2dAttributes, 'filterLayout'> {
  readonly filterLayout: 'iohw' | 'hwoi';
  /** Rows and columns added at the end. Default 0. */
  readonly outputPadding?: Pair;
  /** Rows and columns of the output; with a rule as padding, the padding is what makes them. */
  readonly outputSizes?: Pair;
}

export interface Pool2dAttributes {
  /** Default: the whole input. */
  readonly windowDimensions?: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly padding?: Padding;
  readonly outputShapeRounding?: 'floor' | 'ceil';
  readonly inputLayout: InputLayout;
}

/** Either `sizes` or `scales` is there. */
export interface Resize2dAttributes {
  /** Rows and columns of the output. */
  readonly sizes?: readonly [number, number];
  /** Rows and columns of the output over those of the input; they must come out whole. */
  readonly scales?: readonly [number, number];
  readonly mode: 'nearest-neighbor' | 'linear';
  readonly coordinates: 'half-pixel' | 'align-corners' | 'asymmetric';
  readonly rounding?: 'floor' | 'round-prefer-floor' | 'round-prefer-ceil' | 'ceil';
  readonly inputLayout: InputLayout;
}

export interface PadAttributes {
  /** Elements before and after, axis by axis; the last axes' where there are fewer than axes. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Default `'constant'`. */
  readonly mode?: PaddingMode;
  /** Default 0. */
  readonly value?: number;
}

export interface NormalizationAttributes {
  readonly epsilon: number;
  /** Channels are axis 1 (`'nchw'`) or the last (`'nhwc'`), also where there are not four axes. */
  readonly inputLayout: InputLayout;
}
