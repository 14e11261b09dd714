import type { OptionsOf } from '../operators/options.ts';

/**
 * A network as plain data, independent of the file's format. Each node is one call of a `GraphBuilder`. Inputs, weights
 * and outputs of nodes are values, and no two values share a name.
 */
export interface ModelDescription {
  /** The values that the caller passes, in the file's order. */
  readonly inputs: readonly ModelInput[];
  /** The weights that the nodes use. */
  readonly weights: readonly ModelWeight[];
  /** The nodes that the outputs need, each after the nodes whose outputs it reads. */
  readonly nodes: readonly ModelNode[];
  /** The values that the model returns, in the file's order. */
  readonly outputs: readonly ModelOutput[];
}

/** A value that the caller passes to the model. */
export interface ModelInput {
  /** The file's name for it. */
  readonly name: string;
  /** Axis sizes, outermost first; `null` if the model takes any size. */
  readonly shape: readonly (number | null)[];
}

/** Float32 numbers from the file. */
export interface ModelWeight {
  /** The file's name for it, or one made from its node and operand. */
  readonly name: string;
  /** Axis sizes, outermost first; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** The numbers, row-major. */
  readonly data: Float32Array;
}

/** A value that the model returns. */
export interface ModelOutput {
  /** The file's name for it. */
  readonly name: string;
  /** Name of the value: a node's `output` or an input. */
  readonly value: string;
}

/** The operators and views that readers produce. */
export type ModelOperator =
  | 'activation'
  | 'averagePool2d'
  | 'batchNormalization'
  | 'binary'
  | 'concat'
  | 'conv1d'
  | 'conv2d'
  | 'convTranspose2d'
  | 'flatten'
  | 'instanceNormalization'
  | 'l2Pool2d'
  | 'linear'
  | 'maxPool2d'
  | 'pad'
  | 'pixelShuffle'
  | 'reduce'
  | 'reshape'
  | 'resize2d'
  | 'softmax'
  | 'squeeze'
  | 'transpose'
  | 'unsqueeze';

/** One call: an operator or view with its options and operands. */
export type ModelNode = { [Kind in ModelOperator]: NodeOf<Kind> }[ModelOperator];

/** A node of one kind. */
export interface NodeOf<Kind extends ModelOperator> {
  /** The file's name for the operator. Nodes share a name if one operator of the file becomes several nodes. */
  readonly name: string;
  /** Name of the operator or view, such as `conv2d`. */
  readonly kind: Kind;
  /** The options of the builder's call. Shapes follow from the operands. */
  readonly init: OptionsOf<Kind>;
  /** Names of values by operand, such as `input`, `filter` and `bias`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Name of the node's output value. */
  readonly output: string;
}
