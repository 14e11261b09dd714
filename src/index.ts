export {
  Conv2d,
  type Conv2dInit,
  type Conv2dOptions,
  type Conv2dTensors,
  conv2d,
  createConv2d,
} from './conv2d.ts';
export { type Conv2dReferenceOptions, conv2dReference, type HostTensor } from './cpu/reference.ts';
export * from './errors.ts';
export { capabilitiesOf, describeAdapter, type RequestDeviceOptions, requestDevice } from './gpu/device.ts';
export {
  emptyTensor,
  GpuTensor,
  type TensorOptions,
  type TensorViewOptions,
  tensor,
  tensorFromBuffer,
} from './gpu/tensor.ts';
export type { PlanChoice } from './plan/choice.ts';
export { type Conv2dPlan, planConv2d } from './plan/plan.ts';
export type { Capabilities, PlanLimits } from './problem/capabilities.ts';
export { type Conv2dProblemInit, createConv2dProblem } from './problem/create.ts';
export type * from './problem/options.ts';
export type { Conv2dProblem } from './problem/problem.ts';
export { type FilterData, type SeparatedFilter, separateFilter } from './problem/separate.ts';
export { exportTuning, importTuning, type MemoryOptions } from './tuner/memory.ts';
export { fileStore, indexedDbStore, memoryStore, type TuningStore } from './tuner/store.ts';
export { type TriedCandidate, type TuneOptions, type TuneResult, tuneConv2d } from './tuner/tuner.ts';
export { shaderText } from './wgsl/step.ts';
