export type { Bytes } from './bytes.ts';
export type * from './description.ts';
export type { WeightData, WeightTensor, WeightType } from './elements.ts';
export { readOnnx } from './onnx.ts';
export { readSafetensors } from './safetensors.ts';
export { readTfjsGraphModel } from './tfjs_graph.ts';
export { readTfjsLayersModel } from './tfjs_layers.ts';
export { readTfjsWeights, tfjsWeightPaths } from './tfjs_weights.ts';
export { readWebsrWeights, type WebsrConvolution } from './websr.ts';
