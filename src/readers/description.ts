import type { OptionsOf } from '../operators/options.ts';

/**
 * A network as plain data, whichever file it came from: each node is one call of a `GraphBuilder`. Inputs, weights and
 * outputs of nodes are values, and no two values share a name.
 */
export interface ModelDescription {
  readonly inputs: readonly ModelInput[];
  readonly weights: readonly ModelWeight[];
  /** The nodes that the outputs need, each after those whose outputs it takes. */
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly ModelOutput[];
}

/** A value that the caller passes to the model. */
export interface ModelInput {
  readonly name: string;
  /** Sizes of its axes; `null` if the model takes any size. */
  readonly shape: readonly (number | null)[];
}

/** Float32 numbers from the file. A scalar has the shape `[]`. */
export interface ModelWeight {
  /** The file's name for it, if the file has one. */
  readonly name: string;
  readonly shape: readonly number[];
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
  /** The file's name for the operator. Nodes share it if one of the file's operators takes several of ours. */
  readonly name: string;
  readonly kind: Kind;
  readonly init: OptionsOf<Kind>;
  /** Names of values by operand, such as `input`, `filter` and `bias`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Name of the value it makes. */
  readonly output: string;
}
