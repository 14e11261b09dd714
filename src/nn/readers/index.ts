export type { WeightData, WeightTensor, WeightType } from './elements.ts';
export type { Bytes } from './place.ts';
export { readSafetensors } from './safetensors.ts';
