import nnActivationGradient from '../../shaders/nn/nn_activation_gradient.wgsl?raw';
import nnAdam from '../../shaders/nn/nn_adam.wgsl?raw';
import nnAdamPowers from '../../shaders/nn/nn_adam_powers.wgsl?raw';
import nnConvTranspose2d from '../../shaders/nn/nn_conv_transpose2d.wgsl?raw';
import nnConv3d from '../../shaders/nn/nn_conv3d.wgsl?raw';
import nnCrossEntropy from '../../shaders/nn/nn_cross_entropy.wgsl?raw';
import nnDeformConv2d from '../../shaders/nn/nn_deform_conv2d.wgsl?raw';
import nnFilterGradient from '../../shaders/nn/nn_filter_gradient.wgsl?raw';
import nnFilterGradientRows from '../../shaders/nn/nn_filter_gradient_rows.wgsl?raw';
import nnFoldBorder from '../../shaders/nn/nn_fold_border.wgsl?raw';
import nnMap from '../../shaders/nn/nn_map.wgsl?raw';
import nnNormalize from '../../shaders/nn/nn_normalize.wgsl?raw';
import nnPackPicture from '../../shaders/nn/nn_pack_picture.wgsl?raw';
import nnPad from '../../shaders/nn/nn_pad.wgsl?raw';
import nnPool2d from '../../shaders/nn/nn_pool2d.wgsl?raw';
import nnPool2dGradient from '../../shaders/nn/nn_pool2d_gradient.wgsl?raw';
import nnReduce from '../../shaders/nn/nn_reduce.wgsl?raw';
import nnResize2d from '../../shaders/nn/nn_resize2d.wgsl?raw';
import nnSgd from '../../shaders/nn/nn_sgd.wgsl?raw';
import nnSoftmax from '../../shaders/nn/nn_softmax.wgsl?raw';
import nnSumParts from '../../shaders/nn/nn_sum_parts.wgsl?raw';
import nnUnpackPicture from '../../shaders/nn/nn_unpack_picture.wgsl?raw';
import nnPosition from '../../shaders/shared/position.wgsl?raw';
import nnWorkgroupMax from '../../shaders/shared/workgroup_max.wgsl?raw';
import nnWorkgroupSum from '../../shaders/shared/workgroup_sum.wgsl?raw';
import { SHADERS } from '../kernels/shaders.ts';

/** WGSL text by stem: the convolution's and those of the operators here. */
export const NN_SHADERS: Readonly<Record<string, string>> = {
  ...SHADERS,
  nn_activation_gradient: nnActivationGradient,
  nn_adam: nnAdam,
  nn_adam_powers: nnAdamPowers,
  nn_conv3d: nnConv3d,
  nn_conv_transpose2d: nnConvTranspose2d,
  nn_cross_entropy: nnCrossEntropy,
  nn_deform_conv2d: nnDeformConv2d,
  nn_filter_gradient: nnFilterGradient,
  nn_filter_gradient_rows: nnFilterGradientRows,
  nn_fold_border: nnFoldBorder,
  nn_map: nnMap,
  nn_normalize: nnNormalize,
  nn_pack_picture: nnPackPicture,
  nn_pad: nnPad,
  nn_pool2d: nnPool2d,
  nn_pool2d_gradient: nnPool2dGradient,
  position: nnPosition,
  nn_reduce: nnReduce,
  nn_resize2d: nnResize2d,
  nn_sgd: nnSgd,
  nn_softmax: nnSoftmax,
  nn_sum_parts: nnSumParts,
  nn_unpack_picture: nnUnpackPicture,
  workgroup_max: nnWorkgroupMax,
  workgroup_sum: nnWorkgroupSum,
};
