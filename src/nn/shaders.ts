import nnMap from '../../shaders/nn_map.wgsl?raw';
import nnNormalize from '../../shaders/nn_normalize.wgsl?raw';
import nnPool2d from '../../shaders/nn_pool2d.wgsl?raw';
import nnPosition from '../../shaders/nn_position.wgsl?raw';
import nnReduce from '../../shaders/nn_reduce.wgsl?raw';
import nnResize2d from '../../shaders/nn_resize2d.wgsl?raw';
import nnSoftmax from '../../shaders/nn_softmax.wgsl?raw';
import nnWorkgroupMax from '../../shaders/nn_workgroup_max.wgsl?raw';
import nnWorkgroupSum from '../../shaders/nn_workgroup_sum.wgsl?raw';
import { SHADERS } from '../kernels/shaders.ts';

/** WGSL text by stem: the convolution's and those of the operators here. */
export const NN_SHADERS: Readonly<Record<string, string>> = {
  ...SHADERS,
  nn_map: nnMap,
  nn_normalize: nnNormalize,
  nn_pool2d: nnPool2d,
  nn_position: nnPosition,
  nn_reduce: nnReduce,
  nn_resize2d: nnResize2d,
  nn_softmax: nnSoftmax,
  nn_workgroup_max: nnWorkgroupMax,
  nn_workgroup_sum: nnWorkgroupSum,
};
