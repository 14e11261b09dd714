import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { readOnnx } from '../../src/readers/onnx.ts';
import {
  type Attribute,
  floats,
  image,
  integers,
  list,
  type NodeInit,
  onnxFile,
  zeros,
} from './nn-readers-onnx-file.ts';

interface One {
  op: string;
  attributes?: Record<string, Attribute>;
  weights?: Record<string, Uint8Array>;
  /** Operands; default `x`, then the weights. */
  inputs?: string[];
  opset?: number;
}

/** What one node on the image `x` is read as. */
function readOne({ op, attributes, weights = {}, inputs = ['x', ...Object.keys(weights)], opset }: One) {
  const nodes = [{ op, inputs, outputs: ['y'], attributes }];
  return readOnnx(onnxFile({ nodes, weights, inputs: image, outputs: ['y'], opset }));
}

const NCHW = { inputLayout: 'nchw' };
const CONV = {
  padding: [0, 0, 0, 0],
  strides: [1, 1],
  dilations: [1, 1],
  groups: 1,
  ...NCHW,
  filterLayout: 'oihw',
};
const POOL = {
  windowDimensions: [3, 2],
  padding: [0, 0, 0, 0],
  strides: [1, 1],
  dilations: [1, 1],
  ...NCHW,
  outputShapeRounding: 'floor',
};
const RESIZE = {
  mode: 'nearest-neighbor',
  coordinates: 'half-pixel',
  rounding: 'round-prefer-floor',
  ...NCHW,
};
const clamp = (min: number, max: number) => ({ activation: { type: 'clamp', min, max } });
const MOST = Math.fround(3.4028234663852886e38);

const cases: [string, One, string, object][] = [
  ['Conv', { op: 'Conv', weights: { w: zeros(2, 4, 3, 3), b: zeros(2) } }, 'conv2d', CONV],
  [
    'Conv, every setting',
    {
      op: 'Conv',
      weights: { w: zeros(2, 2, 3, 3) },
      attributes: {
        pads: list(1, 2, 3, 4),
        strides: list(2, 1),
        dilations: list(1, 3),
        group: { i: 2 },
      },
    },
    'conv2d',
    { ...CONV, padding: [1, 3, 2, 4], strides: [2, 1], dilations: [1, 3], groups: 2 },
  ],
  [
    'Conv, SAME_UPPER',
    { op: 'Conv', weights: { w: zeros(2, 4, 3, 3) }, attributes: { auto_pad: { s: 'SAME_UPPER' } } },
    'conv2d',
    { ...CONV, padding: 'same' },
  ],
  [
    'Conv of one axis',
    { op: 'Conv', weights: { w: zeros(2, 4, 3) }, attributes: { pads: list(1, 2), strides: list(2) } },
    'conv1d',
    { padding: [1, 2], strides: 2, dilations: 1, groups: 1, inputLayout: 'ncw', filterLayout: 'oiw' },
  ],
  [
    'ConvTranspose',
    {
      op: 'ConvTranspose',
      weights: { w: zeros(4, 2, 3, 3) },
      attributes: { output_padding: list(1, 0), strides: list(2, 2) },
    },
    'convTranspose2d',
    { ...CONV, strides: [2, 2], outputPadding: [1, 0], filterLayout: 'iohw' },
  ],
  [
    'ConvTranspose of a size',
    { op: 'ConvTranspose', weights: { w: zeros(4, 2, 3, 3) }, attributes: { output_shape: list(9, 9) } },
    'convTranspose2d',
    { ...CONV, padding: 'same-lower', outputPadding: [0, 0], outputSizes: [9, 9], filterLayout: 'iohw' },
  ],
  ['MaxPool', { op: 'MaxPool', attributes: { kernel_shape: list(3, 2) } }, 'maxPool2d', POOL],
  [
    'AveragePool',
    {
      op: 'AveragePool',
      attributes: { kernel_shape: list(3, 2), ceil_mode: { i: 1 }, count_include_pad: { i: 1 } },
    },
    'averagePool2d',
    { ...POOL, outputShapeRounding: 'ceil', countIncludePad: true },
  ],
  ['LpPool', { op: 'LpPool', attributes: { kernel_shape: list(3, 2) } }, 'l2Pool2d', POOL],
  ['GlobalAveragePool', { op: 'GlobalAveragePool' }, 'averagePool2d', NCHW],
  [
    'Gemm',
    {
      op: 'Gemm',
      weights: { w: zeros(2, 4), c: zeros(1, 2) },
      attributes: { transB: { i: 1 } },
    },
    'linear',
    { weightLayout: 'oi' },
  ],
  ['MatMul', { op: 'MatMul', weights: { w: zeros(9, 2) } }, 'linear', { weightLayout: 'io' }],
  [
    'BatchNormalization',
    {
      op: 'BatchNormalization',
      weights: { s: zeros(4), b: zeros(4), m: zeros(4), v: zeros(4) },
      attributes: { epsilon: { f: 0.5 } },
    },
    'batchNormalization',
    { epsilon: 0.5, ...NCHW },
  ],
  [
    'InstanceNormalization',
    { op: 'InstanceNormalization', weights: { s: zeros(4), b: zeros(4) } },
    'instanceNormalization',
    { epsilon: 1e-5, ...NCHW },
  ],
  ['Add', { op: 'Add', weights: { w: zeros(4, 1, 1) } }, 'binary', { combination: 'add' }],
  ['PRelu', { op: 'PRelu', weights: { w: zeros(4, 1, 1) } }, 'binary', { combination: 'prelu' }],
  ['Relu', { op: 'Relu' }, 'activation', { activation: 'relu' }],
  [
    'Clip by operands',
    { op: 'Clip', weights: { max: floats([], [6]) }, inputs: ['x', '', 'max'] },
    'activation',
    clamp(-MOST, 6),
  ],
  [
    'Clip by attributes',
    { op: 'Clip', attributes: { min: { f: -1 } }, opset: 10 },
    'activation',
    clamp(-1, MOST),
  ],
  [
    'LeakyRelu',
    { op: 'LeakyRelu', attributes: { alpha: { f: 0.5 } } },
    'activation',
    { activation: { type: 'leaky-relu', slope: 0.5 } },
  ],
  [
    'Gelu',
    { op: 'Gelu', attributes: { approximate: { s: 'tanh' } }, opset: 20 },
    'activation',
    { activation: 'gelu-tanh' },
  ],
  ['Softmax', { op: 'Softmax' }, 'softmax', { axis: -1 }],
  ['Softmax before 13', { op: 'Softmax', opset: 12 }, 'softmax', { axis: 1, throughLast: true }],
  ['Concat', { op: 'Concat', inputs: ['x', 'x'], attributes: { axis: { i: -3 } } }, 'concat', { axis: -3 }],
  ['Flatten', { op: 'Flatten' }, 'flatten', { axis: 1 }],
  ['Reshape', { op: 'Reshape', weights: { to: integers(0, -1) } }, 'reshape', { shape: [0, -1] }],
  ['Squeeze', { op: 'Squeeze', weights: { axes: integers(-1) } }, 'squeeze', { axes: [-1] }],
  [
    'Unsqueeze before 13',
    { op: 'Unsqueeze', attributes: { axes: list(0) }, opset: 11 },
    'unsqueeze',
    { axes: [0] },
  ],
  [
    'Transpose',
    { op: 'Transpose', attributes: { perm: list(0, 2, 3, 1) } },
    'transpose',
    {
      permutation: [0, 2, 3, 1],
    },
  ],
  [
    'ReduceMean',
    { op: 'ReduceMean', attributes: { axes: list(2, 3), keepdims: { i: 0 } } },
    'reduce',
    { reduction: 'mean', axes: [2, 3], keepDimensions: false },
  ],
  [
    'Pad',
    { op: 'Pad', weights: { by: integers(0, 0, 1, 2, 0, 0, 3, 4) }, attributes: { mode: { s: 'edge' } } },
    'pad',
    { before: [0, 0, 1, 2], after: [0, 0, 3, 4], mode: 'replicate', value: 0 },
  ],
  [
    'DepthToSpace',
    { op: 'DepthToSpace', attributes: { blocksize: { i: 2 }, mode: { s: 'CRD' } } },
    'pixelShuffle',
    { blockSize: 2, mode: 'crd', ...NCHW },
  ],
  [
    'Resize by scales',
    { op: 'Resize', weights: { scales: floats([4], [1, 1, 2, 3]) }, inputs: ['x', '', 'scales'] },
    'resize2d',
    { ...RESIZE, scales: [2, 3] },
  ],
  [
    'Resize to sizes',
    {
      op: 'Resize',
      weights: { sizes: integers(1, 4, 16, 18) },
      inputs: ['x', '', '', 'sizes'],
      attributes: {
        mode: { s: 'linear' },
        coordinate_transformation_mode: { s: 'pytorch_half_pixel' },
        nearest_mode: { s: 'floor' },
      },
    },
    'resize2d',
    { ...RESIZE, sizes: [16, 18], mode: 'linear', rounding: 'floor' },
  ],
  [
    'Upsample',
    { op: 'Upsample', attributes: { scales: { floats: [1, 1, 2, 2] } }, opset: 7 },
    'resize2d',
    { ...RESIZE, scales: [2, 2], coordinates: 'asymmetric', rounding: 'floor' },
  ],
];

describe('readOnnx', () => {
  test.each(cases)('reads %s', (_, one, kind, init) => {
    const { nodes } = readOne(one);
    expect(nodes.map((node) => [node.kind, node.output])).toEqual([[kind, 'y']]);
    expect(nodes[0].init).toEqual(init);
  });

  test('takes an attribute without a value, which is how protobuf 3 writes 0', () => {
    const { nodes } = readOne({ op: 'ReduceMean', attributes: { keepdims: {} as Attribute } });
    expect(nodes[0].init).toEqual({ reduction: 'mean', keepDimensions: false });
  });

  test('orders nodes, shares weights, follows identities, takes Constant nodes, drops the rest', () => {
    const value = { value: { t: floats([], [3]) } };
    const nodes: NodeInit[] = [
      { op: 'Add', inputs: ['b', 'three'], outputs: ['y'] },
      { op: 'Constant', inputs: [], outputs: ['three'], attributes: value },
      { op: 'Identity', inputs: ['a'], outputs: ['alias'] },
      { op: 'MatMul', inputs: ['alias', 'w'], outputs: ['b'] },
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['a'], name: 'first' },
      { op: 'LSTM', inputs: ['x'], outputs: ['unused'] },
    ];
    const weights = { w: floats([2, 2], [1, 2, 3, 4]) };
    const model = readOnnx(onnxFile({ nodes, weights, inputs: { x: ['n', 2] }, outputs: ['y'] }));
    expect(model.inputs).toEqual([{ name: 'x', shape: [null, 2] }]);
    expect(model.outputs).toEqual([{ name: 'y', value: 'y' }]);
    expect(model.nodes.map(({ name, kind, inputs }) => [name, kind, inputs])).toEqual([
      ['first', 'linear', { input: 'x', weight: 'w' }],
      ['b', 'linear', { input: 'a', weight: 'w' }],
      ['y', 'binary', { a: 'b', b: 'three' }],
    ]);
    expect(model.weights).toEqual([
      { name: 'w', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: 'three', shape: [], data: Float32Array.of(3) },
    ]);
  });

  test('names every operator and setting that is missing', () => {
    const nodes: NodeInit[] = [
      { op: 'LSTM', inputs: ['x'], outputs: ['a', 'state'], name: 'remember' },
      { op: 'Conv', inputs: ['a', 'x'], outputs: ['b'] },
      { op: 'Relu', inputs: ['state'], outputs: ['c'] },
      { op: 'LSTM', inputs: ['b'], outputs: ['d'] },
      { op: 'Magic', inputs: ['c', 'd'], outputs: ['e'], domain: 'com.example' },
      { op: 'Pad', inputs: ['e', 'p'], outputs: ['y'] },
    ];
    const weights = { p: integers(-1, 0) };
    const read = () => readOnnx(onnxFile({ nodes, weights, inputs: image, outputs: ['y'] }));
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(
      'LSTM (remember, d); result 1 of LSTM (c); Conv with a computed filter (b); com.example.Magic (e); Pad with negative padding (y)',
    );
  });
});
