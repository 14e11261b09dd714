export type { Conv1dInit, Conv2dOperatorInit, LinearInit } from './convolution.ts';
export type { ActivationInit, BinaryInit } from './elementwise.ts';
export { GraphBuilder } from './graph/builder.ts';
export { type FoldNormalizationInit, foldNormalization } from './graph/fold_normalization.ts';
export { type GraphOptions, graphOf } from './graph/from_description.ts';
export { gradients } from './graph/gradient.ts';
export { createModel, type Model, type ModelInit } from './graph/model.ts';
export { type OptimizerInit, optimizerSettings, trainingStep } from './graph/optimizer.ts';
export {
  type Conv2dLayerOptions,
  type Layer,
  type LayerContext,
  type LinearLayerOptions,
  layers,
  type SequentialGraph,
  type SpatiallySeparableOptions,
  sequential,
} from './graph/sequential.ts';
export { type NodeSummary, type ReceptiveField, summariseNodes } from './graph/summary.ts';
export { planTiles, runTiled, type Tile, type TiledOptions } from './graph/tiled.ts';
export type { GraphNode, Value, ValueSource } from './graph/value.ts';
export { type Anime4kOptions, anime4k } from './models/anime4k.ts';
export {
  type DecodeFacesOptions,
  decodeFaces,
  type Face,
  intersectionOverUnion,
  tinyFaceDetector,
} from './models/tiny_face_detector.ts';
export type { ConvTranspose2dInit } from './nn_conv_transpose2d.ts';
export type { Conv3dInit, Triple } from './nn_conv3d.ts';
export type { LossInit } from './nn_cross_entropy.ts';
export type { DeformConv2dInit } from './nn_deform_conv2d.ts';
export type { Combination } from './nn_map.ts';
export type { NormalizationInit } from './nn_normalize.ts';
export type { PadInit } from './nn_pad.ts';
export type { Pool2dInit } from './nn_pool2d.ts';
export type { Pool2dGradientInit } from './nn_pool2d_gradient.ts';
export type { ReduceInit } from './nn_reduce.ts';
export type { Resize2dInit } from './nn_resize2d.ts';
export type { UpdateInit } from './nn_sgd.ts';
export type { SoftmaxInit } from './nn_softmax.ts';
export type { Operator, OperatorPlan, ReceptiveWindow, TensorSpec, TensorSpecs } from './operator.ts';
export { operators } from './operators.ts';
export {
  createPictureModel,
  PictureModel,
  type PictureModelOptions,
  type PictureSource,
} from './picture_model.ts';
export { type NamedTensors, type PreparedOperator, prepare } from './prepare.ts';
export * from './readers/index.ts';
export type { ConcatInit, PixelShuffleInit, SliceInit, TransposeInit } from './rearrange.ts';
