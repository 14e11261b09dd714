export { GraphBuilder } from '../graph/builder.ts';
export { type FoldNormalizationInit, foldNormalization } from '../graph/fold_normalization.ts';
export { type GraphOptions, graphOf } from '../graph/from_description.ts';
export { gradients } from '../graph/gradient.ts';
export { createModel, type Model, type ModelInit } from '../graph/model.ts';
export {
  type Conv2dLayerOptions,
  type Layer,
  type LayerContext,
  type LinearLayerOptions,
  layers,
  type SequentialGraph,
  type SpatiallySeparableOptions,
  sequential,
} from '../graph/sequential.ts';
export { type NodeSummary, type ReceptiveField, summarizeNodes } from '../graph/summary.ts';
export { type OptimizerInit, optimizerSettings, trainingStep } from '../graph/training.ts';
export type { GraphNode, Value, ValueSource } from '../graph/value.ts';
export type { Span, Tile, TileRange } from '../image/tiles/tiles.ts';
export { type Anime4kOptions, anime4k } from '../models/anime4k.ts';
export {
  createPictureModel,
  PictureModel,
  type PictureModelOptions,
  type PictureSource,
} from '../models/picture_model.ts';
export { planTiles, runTiled, type TiledOptions } from '../models/tiled.ts';
export {
  type DecodeFacesOptions,
  decodeFaces,
  type Face,
  intersectionOverUnion,
  tinyFaceDetector,
} from '../models/tiny_face_detector.ts';
export type { Conv1dInit, Conv2dOperatorInit, LinearInit } from '../operators/convolution.ts';
export type { ActivationInit, BinaryInit } from '../operators/elementwise.ts';
export type { ConvTranspose2dInit } from '../operators/nn_conv_transpose2d.ts';
export type { Conv3dInit, Triple } from '../operators/nn_conv3d.ts';
export type { LossInit } from '../operators/nn_cross_entropy.ts';
export type { DeformConv2dInit } from '../operators/nn_deform_conv2d.ts';
export type { Combination } from '../operators/nn_map.ts';
export type { NormalizationInit } from '../operators/nn_normalize.ts';
export type { PadInit } from '../operators/nn_pad.ts';
export type { Pool2dInit } from '../operators/nn_pool2d.ts';
export type { Pool2dGradientInit } from '../operators/nn_pool2d_gradient.ts';
export type { ReduceInit } from '../operators/nn_reduce.ts';
export type { Resize2dInit } from '../operators/nn_resize2d.ts';
export type { UpdateInit } from '../operators/nn_sgd.ts';
export type { SoftmaxInit } from '../operators/nn_softmax.ts';
export type {
  Operator,
  OperatorPlan,
  ReceptiveWindow,
  TensorSpec,
  TensorSpecs,
} from '../operators/operator.ts';
export { operators } from '../operators/operators.ts';
export type { OptionsOf } from '../operators/options.ts';
export { type NamedTensors, type PreparedOperator, prepare } from '../operators/prepare.ts';
export type { ConcatInit, PixelShuffleInit, SliceInit, TransposeInit } from '../operators/rearrange.ts';
export * from '../readers/index.ts';
