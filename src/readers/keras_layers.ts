import type { Combination } from '../operators/nn_map.ts';
import type { Activation } from '../problem/options.ts';
import type { WeightTensor } from './elements.ts';
import { addActivated, addActivation, biasOf, inputOf, type LayerCall, layoutOf } from './keras_call.ts';
import { addAffine, addChain, addConcat, type ModelWriter, missing } from './model_writer.ts';

type Converter = (writer: ModelWriter, call: LayerCall) => void;

const convolutionOf = ({ config }: LayerCall) => ({
  padding: config.get('padding').oneOf(['valid', 'same'], 'valid'),
  strides: config.get('strides').pair(1, 1),
  dilations: config.get('dilation_rate').pair(1, 1),
  inputLayout: layoutOf(config),
  filterLayout: 'hwio' as const,
});

const conv1d: Converter = (writer, call) => {
  const { config, layer, weights } = call;
  const padding = config.get('padding').oneOf(['valid', 'same', 'causal'], 'valid');
  if (padding === 'causal') missing("Conv1D with padding 'causal'");
  const single = (key: string) => {
    const place = config.get(key);
    return place.isArray ? place.integers(1)[0] : place.isAbsent ? 1 : place.integer(1);
  };
  const operands = { input: inputOf(call), filter: weights.get(layer, 'kernel', 3), bias: biasOf(call) };
  const init = {
    padding,
    strides: single('strides'),
    dilations: single('dilation_rate'),
    inputLayout: layoutOf(config) === 'nhwc' ? 'nwc' : 'ncw',
    filterLayout: 'wio',
  } as const;
  addActivated(writer, call, 'conv1d', init, operands);
};

const conv2d: Converter = (writer, call) => {
  const { config, weights, layer } = call;
  const groups = config.get('groups').isAbsent ? 1 : config.get('groups').integer(1);
  const filter = weights.get(layer, 'kernel', 4);
  const operands = { input: inputOf(call), filter, bias: biasOf(call) };
  addActivated(writer, call, 'conv2d', { ...convolutionOf(call), groups }, operands);
};

/** A depthwise filter `[h, w, channels, multiplier]` as a filter with one group per channel. */
function depthwiseOf(call: LayerCall): { groups: number; filter: WeightTensor } {
  const stored = call.weights.get(call.layer, 'depthwise_kernel', 4);
  const [height, width, groups, multiplier] = stored.shape;
  return { groups, filter: { ...stored, shape: [height, width, 1, groups * multiplier] } };
}

const depthwiseConv2d: Converter = (writer, call) => {
  const { groups, filter } = depthwiseOf(call);
  const operands = { input: inputOf(call), filter, bias: biasOf(call) };
  addActivated(writer, call, 'conv2d', { ...convolutionOf(call), groups }, operands);
};

const separableConv2d: Converter = (writer, call) => {
  const { groups, filter } = depthwiseOf(call);
  const { name, layer, weights, config } = call;
  const output = `${name}/depthwise`;
  const depthwise = { ...convolutionOf(call), groups };
  writer.add({ ...call, output }, 'conv2d', depthwise, { input: inputOf(call), filter });
  const pointwise = weights.get(layer, 'pointwise_kernel', 4);
  const layouts = { inputLayout: layoutOf(config), filterLayout: 'hwio' } as const;
  addActivated(writer, call, 'conv2d', layouts, { input: output, filter: pointwise, bias: biasOf(call) });
};

const conv2dTranspose: Converter = (writer, call) => {
  const { config, weights, layer } = call;
  if (!config.get('output_padding').isAbsent) missing('Conv2DTranspose with output_padding');
  const filter = weights.get(layer, 'kernel', 4);
  const strides = config.get('strides').pair(1, 1);
  const isValid = config.get('padding').oneOf(['valid', 'same'], 'valid') === 'valid';
  const init = {
    ...convolutionOf(call),
    filterLayout: 'hwoi',
    // Keras makes the output at least strides × input
    outputPadding: isValid ? outputPaddingOf(strides, filter.shape) : ([0, 0] as const),
  } as const;
  const operands = { input: inputOf(call), filter, bias: biasOf(call) };
  addActivated(writer, call, 'convTranspose2d', init, operands);
};

function outputPaddingOf(strides: readonly [number, number], filter: readonly number[]): [number, number] {
  return [Math.max(0, strides[0] - filter[0]), Math.max(0, strides[1] - filter[1])];
}

const dense: Converter = (writer, call) => {
  const weight = call.weights.get(call.layer, 'kernel', 2);
  const operands = { input: inputOf(call), weight, bias: biasOf(call) };
  addActivated(writer, call, 'linear', { weightLayout: 'io' }, operands);
};

const pool2d =
  (kind: 'maxPool2d' | 'averagePool2d'): Converter =>
  (writer, call) => {
    const { config } = call;
    const windowDimensions = config.get('pool_size').pair(1, 2);
    const strides = config.get('strides');
    const init = {
      windowDimensions,
      strides: strides.isAbsent ? windowDimensions : strides.pair(1),
      padding: config.get('padding').oneOf(['valid', 'same'], 'valid'),
      inputLayout: layoutOf(config),
    };
    writer.add(call, kind, init, { input: inputOf(call) });
  };

const globalPool2d =
  (kind: 'maxPool2d' | 'averagePool2d'): Converter =>
  (writer, call) => {
    const { config, name } = call;
    const keepsAxes = config.get('keepdims').boolean(false);
    const output = keepsAxes ? name : `${name}/pooled`;
    writer.add({ ...call, output }, kind, { inputLayout: layoutOf(config) }, { input: inputOf(call) });
    if (!keepsAxes) writer.add(call, 'flatten', { axis: 1 }, { input: output });
  };

const activation: Converter = (writer, call) => {
  addActivation(writer, call, call.config.get('activation').string(), inputOf(call));
};

const ofActivation =
  (activationOf: (call: LayerCall) => Activation): Converter =>
  (writer, call) =>
    writer.add(call, 'activation', { activation: activationOf(call) }, { input: inputOf(call) });

const relu = ofActivation(({ config }) => {
  const slope = config.get('negative_slope').number(0);
  const max = config.get('max_value');
  if (config.get('threshold').number(0) !== 0) missing('ReLU with a threshold');
  if (max.isAbsent) return slope === 0 ? 'relu' : { type: 'leaky-relu', slope };
  if (slope !== 0) missing('ReLU with a maximum and a slope');
  return { type: 'clamp', min: 0, max: max.number() };
});

const leakyRelu = ofActivation(({ config }) => ({
  type: 'leaky-relu',
  slope: config.get('alpha').number(config.get('negative_slope').number(0.3)),
}));

const elu = ofActivation(({ config }) => ({ type: 'elu', alpha: config.get('alpha').number(1) }));

const softmax: Converter = (writer, call) => {
  const axis = call.config.get('axis');
  const init = { axis: axis.isAbsent ? -1 : axis.integer(-8, 7) };
  writer.add(call, 'softmax', init, { input: inputOf(call) });
};

const prelu: Converter = (writer, call) => {
  const slope = call.weights.get(call.layer, 'alpha');
  writer.add(call, 'binary', { combination: 'prelu' }, { a: inputOf(call), b: slope });
};

const batchNormalization: Converter = (writer, call) => {
  const { config, layer, weights } = call;
  const place = config.get('axis');
  const axis = place.isAbsent ? -1 : place.isArray ? place.integers(-1)[0] : place.integer(-1, 3);
  if (axis !== 1 && axis !== 3 && axis !== -1) missing(`BatchNormalization along axis ${axis}`);
  const inputLayout = axis === 1 ? 'nchw' : 'nhwc';
  const operands = {
    input: inputOf(call),
    mean: weights.get(layer, 'moving_mean', 1),
    variance: weights.get(layer, 'moving_variance', 1),
    scale: config.get('scale').boolean(true) ? weights.get(layer, 'gamma', 1) : undefined,
    bias: config.get('center').boolean(true) ? weights.get(layer, 'beta', 1) : undefined,
  };
  const epsilon = config.get('epsilon').number(1e-3);
  writer.add(call, 'batchNormalization', { epsilon, inputLayout }, operands);
};

const upSampling2d: Converter = (writer, call) => {
  const { config } = call;
  const interpolation = config.get('interpolation').oneOf(['nearest', 'bilinear'], 'nearest');
  const init = {
    scales: config.get('size').pair(1, 2),
    mode: interpolation === 'nearest' ? 'nearest-neighbor' : 'linear',
    // as in TensorFlow.js; newer Keras differs
    coordinates: 'asymmetric',
    rounding: 'floor',
    inputLayout: layoutOf(config),
  } as const;
  writer.add(call, 'resize2d', init, { input: inputOf(call) });
};

const zeroPadding2d: Converter = (writer, call) => {
  const { config } = call;
  const place = config.get('padding');
  const [rows, columns] =
    place.isArray && place.items()[0]?.isArray
      ? place.items().map((side) => side.pair(0))
      : place.pair(0, 1).map((both) => [both, both]);
  if (columns === undefined) place.fail('[[top, bottom], [left, right]]');
  const [before, after] = [0, 1].map((end) =>
    layoutOf(config) === 'nhwc' ? [0, rows[end], columns[end], 0] : [0, 0, rows[end], columns[end]],
  );
  writer.add(call, 'pad', { before, after }, { input: inputOf(call) });
};

const concatenate: Converter = (writer, call) => {
  const { config, inputs } = call;
  if (inputs.length === 0) config.fail('inputs');
  addConcat(writer, call, config.get('axis').isAbsent ? -1 : config.get('axis').integer(-8, 7), inputs);
};

const merge =
  (combination: Combination, scaleOf?: (count: number) => number): Converter =>
  (writer, call) => {
    const { inputs, config } = call;
    if (inputs.length < 2) config.fail('at least two inputs');
    addChain(writer, call, { combination, scale: scaleOf?.(inputs.length) }, inputs);
  };

const flatten: Converter = (writer, call) => {
  if (layoutOf(call.config) === 'nchw') missing("Flatten with data_format 'channels_first'");
  writer.add(call, 'flatten', { axis: 1 }, { input: inputOf(call) });
};

const reshape: Converter = (writer, call) => {
  const place = call.config.get('target_shape');
  // TensorFlow.js saves the size that it infers as null
  const shape = place.items().map((size) => (size.isAbsent ? -1 : size.integer(-1)));
  if (shape.includes(0)) place.fail('sizes of at least 1, or −1');
  writer.add(call, 'reshape', { shape: [0, ...shape] }, { input: inputOf(call) });
};

const permute: Converter = (writer, call) => {
  const permutation = [0, ...call.config.get('dims').integers(1)];
  writer.add(call, 'transpose', { permutation }, { input: inputOf(call) });
};

const rescaling: Converter = (writer, call) => {
  const { config } = call;
  addAffine(writer, call, inputOf(call), config.get('scale').number(), config.get('offset').number(0));
};

/** For layers that act in training only. */
const identity: Converter = (writer, call) => writer.alias(call.output, inputOf(call));

const LAYERS: ReadonlyMap<string, Converter> = new Map([
  ['Conv1D', conv1d],
  ['Conv2D', conv2d],
  ['DepthwiseConv2D', depthwiseConv2d],
  ['SeparableConv2D', separableConv2d],
  ['Conv2DTranspose', conv2dTranspose],
  ['Dense', dense],
  ['MaxPooling2D', pool2d('maxPool2d')],
  ['AveragePooling2D', pool2d('averagePool2d')],
  ['GlobalMaxPooling2D', globalPool2d('maxPool2d')],
  ['GlobalAveragePooling2D', globalPool2d('averagePool2d')],
  ['Activation', activation],
  ['ReLU', relu],
  ['LeakyReLU', leakyRelu],
  ['ELU', elu],
  ['Softmax', softmax],
  ['PReLU', prelu],
  ['BatchNormalization', batchNormalization],
  ['UpSampling2D', upSampling2d],
  ['ZeroPadding2D', zeroPadding2d],
  ['Concatenate', concatenate],
  ['Add', merge('add')],
  ['Subtract', merge('sub')],
  ['Multiply', merge('mul')],
  ['Maximum', merge('max')],
  ['Minimum', merge('min')],
  ['Average', merge('add', (count) => 1 / count)],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Permute', permute],
  ['Rescaling', rescaling],
  ['Dropout', identity],
  ['SpatialDropout2D', identity],
  ['GaussianNoise', identity],
  ['GaussianDropout', identity],
  ['ActivityRegularization', identity],
]);

/** Writes a layer of this class as operators of this library. */
export function writeLayer(writer: ModelWriter, className: string, call: LayerCall): void {
  const convert = LAYERS.get(className) ?? missing(className);
  convert(writer, call);
}
