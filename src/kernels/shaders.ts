import conv2dDirect from '../../shaders/conv2d/conv2d_direct.wgsl?raw';
import conv2dGemm from '../../shaders/conv2d/conv2d_gemm.wgsl?raw';
import conv2dTiled from '../../shaders/conv2d/conv2d_tiled.wgsl?raw';
import packFilter from '../../shaders/conv2d/pack_filter.wgsl?raw';
import packMatrix from '../../shaders/conv2d/pack_matrix.wgsl?raw';
import packTaps from '../../shaders/conv2d/pack_taps.wgsl?raw';
import sumSplits from '../../shaders/conv2d/sum_splits.wgsl?raw';
import conv2dRows from '../../shaders/cpu/conv2d_rows.wgsl?raw';
import depthwiseRows from '../../shaders/cpu/depthwise_rows.wgsl?raw';
import depthwiseStrips from '../../shaders/cpu/depthwise_strips.wgsl?raw';
import matmulQuads from '../../shaders/cpu/matmul_quads.wgsl?raw';
import fftDigits from '../../shaders/fft/fft_digits.wgsl?raw';
import fftFilter from '../../shaders/fft/fft_filter.wgsl?raw';
import fftFour from '../../shaders/fft/fft_four.wgsl?raw';
import fftInput from '../../shaders/fft/fft_input.wgsl?raw';
import fftOutput from '../../shaders/fft/fft_output.wgsl?raw';
import fftPass from '../../shaders/fft/fft_pass.wgsl?raw';
import fftProduct from '../../shaders/fft/fft_product.wgsl?raw';
import fftTurn from '../../shaders/fft/fft_turn.wgsl?raw';
import activation from '../../shaders/shared/activation.wgsl?raw';
import foldIndex from '../../shaders/shared/fold_index.wgsl?raw';
import textureRun from '../../shaders/shared/texture_run.wgsl?raw';
import winogradFilter from '../../shaders/winograd/winograd_filter.wgsl?raw';
import winogradInput from '../../shaders/winograd/winograd_input.wgsl?raw';
import winogradOutput from '../../shaders/winograd/winograd_output.wgsl?raw';
import winogradPoints from '../../shaders/winograd/winograd_points.wgsl?raw';

/** WGSL text by stem. */
export const SHADERS: Readonly<Record<string, string>> = {
  activation,
  conv2d_direct: conv2dDirect,
  conv2d_gemm: conv2dGemm,
  conv2d_rows: conv2dRows,
  conv2d_tiled: conv2dTiled,
  depthwise_rows: depthwiseRows,
  depthwise_strips: depthwiseStrips,
  fft_digits: fftDigits,
  fft_filter: fftFilter,
  fft_four: fftFour,
  fft_turn: fftTurn,
  fft_input: fftInput,
  fft_output: fftOutput,
  fft_pass: fftPass,
  fft_product: fftProduct,
  fold_index: foldIndex,
  matmul_quads: matmulQuads,
  pack_filter: packFilter,
  pack_matrix: packMatrix,
  pack_taps: packTaps,
  sum_splits: sumSplits,
  texture_run: textureRun,
  winograd_filter: winogradFilter,
  winograd_input: winogradInput,
  winograd_output: winogradOutput,
  winograd_points: winogradPoints,
};
