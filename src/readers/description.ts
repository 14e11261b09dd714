import type { OptionsOf } from '../operators/options.ts';

/**
 * A network as plain data, whichever file it came from: what a `GraphBuilder` is told, call by call. One name is one
 * value: an input's, a weight's or a node's output.
 */
export interface ModelDescription {
  readonly inputs: readonly ModelInput[];
  readonly weights: readonly ModelWeight[];
  /** Only what the outputs need, each after the nodes whose values it takes. */
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly ModelOutput[];
}

/** A value that the model's caller gives. */
export interface ModelInput {
  readonly name: string;
  /** Sizes of its axes; `null` if the model takes any size. */
  readonly shape: readonly (number | null)[];
}

/** Float32 numbers that the file holds; those without axes have the shape `[]`. */
export interface ModelWeight {
  /** As the file calls it, if it has a name there. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A value that the model's caller gets. */
export interface ModelOutput {
  /** As the file calls it. */
  readonly name: string;
  /** A node's `output`, or an input's name. */
  readonly value: string;
}

/** Operators and views that files are read as. */
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

/** One call: an operator or view, its options, its operands. */
export type ModelNode = { [Kind in ModelOperator]: NodeOf<Kind> }[ModelOperator];

/** A node of one kind. */
export interface NodeOf<Kind extends ModelOperator> {
  /** As the file calls it; several nodes share it if one of the file's operators takes several of ours. */
  readonly name: string;
  readonly kind: Kind;
  readonly init: OptionsOf<Kind>;
  /** Names of values by the operand they are, such as `input`, `filter` and `bias`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Name of the value it makes. */
  readonly output: string;
}
