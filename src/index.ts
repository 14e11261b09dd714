export { type Conv2dReferenceOptions, conv2dReference, type HostTensor } from './cpu/reference.ts';
