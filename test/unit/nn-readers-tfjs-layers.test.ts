import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { readTfjsLayersModel } from '../../src/readers/tfjs_layers.ts';
import { layer, manifest, type Shapes, sequential } from './nn-readers-layers-file.ts';

/** A model of one layer on `[null, 8, 9, 3]`, as Sequential files have it. */
function readOne(class_name: string, config: object, shapes: Shapes = {}) {
  const { json, bytes } = sequential(
    [layer(class_name, 'one', { batch_input_shape: [null, 8, 9, 3], ...config })],
    shapes,
  );
  return readTfjsLayersModel(json, bytes);
}

const NHWC = { inputLayout: 'nhwc' };
const CONV = { padding: 'valid', strides: [1, 1], dilations: [1, 1], ...NHWC, filterLayout: 'hwio' };

describe('readTfjsLayersModel', () => {
  test('reads a Sequential net for digits, whose first layer states the input', () => {
    const { json, bytes } = sequential(
      [
        layer('Conv2D', 'conv', { batch_input_shape: [null, 28, 28, 1], activation: 'relu', kernel_size: 5 }),
        layer('MaxPooling2D', 'pool', { pool_size: [2, 2], strides: [2, 2] }),
        layer('Flatten', 'flat'),
        layer('Dropout', 'drop', { rate: 0.5 }),
        layer('Dense', 'dense', { activation: 'softmax', use_bias: true }),
      ],
      { 'conv/kernel': [5, 5, 1, 2], 'conv/bias': [2], 'dense/kernel': [288, 10], 'dense/bias': [10] },
    );
    const model = readTfjsLayersModel(JSON.stringify(json), bytes);
    expect(model.inputs).toEqual([{ name: 'input', shape: [null, 28, 28, 1] }]);
    expect(model.outputs).toEqual([{ name: 'dense', value: 'dense' }]);
    expect(model.nodes.map(({ kind, inputs, output }) => [kind, inputs, output])).toEqual([
      ['conv2d', { input: 'input', filter: 'conv/filter', bias: 'conv/bias' }, 'conv'],
      ['maxPool2d', { input: 'conv' }, 'pool'],
      ['flatten', { input: 'pool' }, 'flat'],
      ['linear', { input: 'flat', weight: 'dense/weight', bias: 'dense/bias' }, 'dense/linear'],
      ['softmax', { input: 'dense/linear' }, 'dense'],
    ]);
    expect(model.nodes[0].init).toEqual({ ...CONV, groups: 1, activation: 'relu' });
    expect(model.weights[1]).toEqual({ name: 'conv/bias', shape: [2], data: Float32Array.of(50, 51) });
    expect(model.nodes[3].init).toEqual({ weightLayout: 'io' });
  });

  test('reads a functional net: order, shared layers, several inputs and outputs', () => {
    const { weightsManifest, bytes } = manifest({ 'net/shared/kernel:0': [2, 2] });
    const input = (name: string) => ({
      ...layer('InputLayer', name, { batch_input_shape: [null, 2] }),
      inbound_nodes: [],
    });
    const layers = [
      {
        ...layer('Subtract', 'difference'),
        inbound_nodes: [
          [
            ['shared', 1, 0, {}],
            ['shared', 0, 0, {}],
          ],
        ],
      },
      {
        ...layer('Dense', 'shared', { use_bias: false }),
        inbound_nodes: [[['left', 0, 0]], [['right', 0, 0, {}]]],
      },
      { ...layer('GRU', 'unused'), inbound_nodes: [[['left', 0, 0]]] },
      input('left'),
      input('right'),
    ];
    const config = {
      layers,
      input_layers: [
        ['right', 0, 0],
        ['left', 0, 0],
      ],
      output_layers: [
        ['difference', 0, 0],
        ['shared', 0, 0],
      ],
    };
    const model_config = { class_name: 'Functional', config };
    const model = readTfjsLayersModel({ modelTopology: { model_config }, weightsManifest }, bytes);
    expect(model.inputs.map(({ name }) => name)).toEqual(['right', 'left']);
    expect(model.outputs.map(({ value }) => value)).toEqual(['difference', 'shared']);
    expect(model.nodes.map(({ kind, inputs, output }) => [kind, inputs, output])).toEqual([
      ['linear', { input: 'right', weight: 'shared#1/weight' }, 'shared#1'],
      ['linear', { input: 'left', weight: 'shared#1/weight' }, 'shared'],
      ['binary', { a: 'shared#1', b: 'shared' }, 'difference'],
    ]);
    expect(model.weights).toHaveLength(1);
  });

  test('takes a depthwise filter as groups, and a separable layer as two convolutions', () => {
    const shapes = {
      'one/depthwise_kernel': [3, 3, 3, 2],
      'one/pointwise_kernel': [1, 1, 6, 5],
      'one/bias': [5],
    };
    const separable = readOne('SeparableConv2D', { padding: 'same', strides: [2, 2] }, shapes);
    const [depthwise, pointwise] = separable.nodes;
    expect(depthwise.init).toEqual({ ...CONV, padding: 'same', strides: [2, 2], groups: 3 });
    expect(Object.keys(depthwise.inputs)).toEqual(['input', 'filter']);
    expect(pointwise.init).toEqual({ ...NHWC, filterLayout: 'hwio' });
    expect(Object.keys(pointwise.inputs)).toEqual(['input', 'filter', 'bias']);
    // both have a filter, and names are different
    expect(separable.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['one/filter', [3, 3, 1, 6]],
      ['one/filter_2', [1, 1, 6, 5]],
      ['one/bias', [5]],
    ]);
    const alone = readOne('DepthwiseConv2D', { use_bias: false }, { 'one/depthwise_kernel': [3, 3, 3, 2] });
    expect(alone.nodes[0].init).toEqual({ ...CONV, groups: 3 });
  });

  const statistics = {
    'one/gamma': [3],
    'one/beta': [3],
    'one/moving_mean': [3],
    'one/moving_variance': [3],
  };
  const cases: [string, object, Shapes, string, object][] = [
    [
      'Conv2DTranspose',
      { strides: 2, padding: 'same' },
      { 'one/kernel': [3, 3, 4, 3], 'one/bias': [4] },
      'convTranspose2d',
      { ...CONV, strides: [2, 2], padding: 'same', filterLayout: 'hwoi', outputPadding: [0, 0] },
    ],
    [
      'AveragePooling2D',
      { pool_size: 3 },
      {},
      'averagePool2d',
      { windowDimensions: [3, 3], strides: [3, 3], padding: 'valid', ...NHWC },
    ],
    ['GlobalMaxPooling2D', { keepdims: true }, {}, 'maxPool2d', NHWC],
    ['ReLU', { max_value: 6 }, {}, 'activation', { activation: { type: 'clamp', min: 0, max: 6 } }],
    ['ReLU', { negative_slope: 0.2 }, {}, 'activation', { activation: { type: 'leaky-relu', slope: 0.2 } }],
    ['LeakyReLU', {}, {}, 'activation', { activation: { type: 'leaky-relu', slope: 0.3 } }],
    ['ELU', { alpha: 0.5 }, {}, 'activation', { activation: { type: 'elu', alpha: 0.5 } }],
    ['Activation', { activation: 'swish' }, {}, 'activation', { activation: 'silu' }],
    ['Softmax', {}, {}, 'softmax', { axis: -1 }],
    ['PReLU', {}, { 'one/alpha': [1, 1, 3] }, 'binary', { combination: 'prelu' }],
    ['BatchNormalization', { axis: [3] }, statistics, 'batchNormalization', { epsilon: 1e-3, ...NHWC }],
    [
      'UpSampling2D',
      { size: [2, 3], interpolation: 'bilinear' },
      {},
      'resize2d',
      { scales: [2, 3], mode: 'linear', coordinates: 'asymmetric', rounding: 'floor', ...NHWC },
    ],
    [
      'ZeroPadding2D',
      {
        padding: [
          [1, 2],
          [3, 4],
        ],
      },
      {},
      'pad',
      { before: [0, 1, 3, 0], after: [0, 2, 4, 0] },
    ],
    ['ZeroPadding2D', { padding: [1, 2] }, {}, 'pad', { before: [0, 1, 2, 0], after: [0, 1, 2, 0] }],
    ['Reshape', { target_shape: [-1, 3] }, {}, 'reshape', { shape: [0, -1, 3] }],
    ['Reshape', { target_shape: [null, 3] }, {}, 'reshape', { shape: [0, -1, 3] }],
    ['Permute', { dims: [2, 1, 3] }, {}, 'transpose', { permutation: [0, 2, 1, 3] }],
  ];
  test.each(cases)('reads %s %j', (className, config, shapes, kind, init) => {
    const { nodes, weights } = readOne(className, config, shapes);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ kind, output: 'one' });
    expect(nodes[0].init).toEqual(init);
    const [first, ...others] = Object.values(nodes[0].inputs);
    expect(first).toBe('input');
    expect(others).toEqual(weights.map(({ name }) => name));
    expect(weights).toHaveLength(Object.keys(shapes).length);
  });

  test('names every layer and setting that is missing, and where', () => {
    const { json, bytes } = sequential(
      [
        layer('InputLayer', 'in', { batch_input_shape: [null, 4, 4, 1] }),
        layer('LSTM', 'remember'),
        layer('Activation', 'bend', { activation: 'selu' }),
        layer('LSTM', 'again'),
        layer('constructor', 'odd'),
      ],
      {},
    );
    const read = () => readTfjsLayersModel(json, bytes);
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow("LSTM (remember, again); activation 'selu' (bend); constructor (odd)");
  });
});
