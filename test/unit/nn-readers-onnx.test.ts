import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { readOnnx } from '../../src/readers/onnx.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateBytes, readSafely } from './nn-readers-fuzz.ts';
import { type Attribute, floats, integers, type NodeInit, onnxFile, tensor } from './nn-readers-onnx-file.ts';

const zeros = (...shape: number[]) => floats(shape, Array(shape.reduce((a, b) => a * b, 1)).fill(0));
const image = { x: ['batch', 4, 8, 9] };

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
const list = (...ints: number[]) => ({ ints });
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

  const stored: [string, Uint8Array, number[]][] = [
    [
      'float_data',
      tensor(1, [2], (w) => w.tag(4, 2).bytes(new Uint8Array(Float32Array.of(1, -2).buffer))),
      [1, -2],
    ],
    ['float_data, unpacked', tensor(1, [2], (w) => w.tag(4, 5).float(1).tag(4, 5).float(-2)), [1, -2]],
    [
      'float16 as int32_data',
      tensor(10, [2], (w) => w.tag(5, 0).int32(0x3c00).tag(5, 0).int32(0xc000)),
      [1, -2],
    ],
    ['float16 bytes', tensor(10, [2], (w) => w.tag(9, 2).bytes(Uint8Array.of(0, 0x3c, 0, 0xc0))), [1, -2]],
    [
      'bfloat16 as int32_data',
      tensor(16, [2], (w) => w.tag(5, 0).int32(0x3f80).tag(5, 0).int32(0xc000)),
      [1, -2],
    ],
    ['double_data', tensor(11, [2], (w) => w.tag(10, 1).double(1).tag(10, 1).double(-2)), [1, -2]],
    ['int64_data', integers(1, -2), [1, -2]],
    ['int8 bytes', tensor(3, [2], (w) => w.tag(9, 2).bytes(Uint8Array.of(1, 254))), [1, -2]],
  ];
  test.each(stored)('reads weights kept as %s', (_, weight, numbers) => {
    const { weights } = readOne({ op: 'Add', weights: { w: weight } });
    expect(weights.map(({ name, data }) => [name, ...data])).toEqual([['w', ...numbers]]);
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

describe('hostile ONNX files', () => {
  const relu = (input: string, output: string): NodeInit => ({
    op: 'Relu',
    inputs: [input],
    outputs: [output],
  });
  const file = (nodes: NodeInit[], weights: Record<string, Uint8Array> = {}) =>
    onnxFile({ nodes, weights, inputs: image, outputs: ['y'] });
  const add = { op: 'Add', inputs: ['x', 'w'], outputs: ['y'] };
  const raw = (shape: number[], ...bytes: number[]) =>
    tensor(1, shape, (writer) => writer.tag(9, 2).bytes(Uint8Array.from(bytes)));
  const wrong: [string, Uint8Array, RegExp][] = [
    ['no bytes', new Uint8Array(), /model\.graph: got undefined/],
    [
      'text',
      new TextEncoder().encode('<!DOCTYPE html>'),
      /model, byte \d+: got '.*', needs a protobuf message/,
    ],
    ['a length past the end', Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f), /premature EOF/],
    ['an endless number', Uint8Array.of(0x3a, ...Array(20).fill(0xff)), /invalid varint/],
    ['groups in groups', new Uint8Array(100_000).fill(0x0b), /groups/],
    ['a circle', file([relu('y', 'a'), relu('a', 'y')]), /graph: got '.', needs nodes that do not/],
    ['an unknown operand', file([relu('?', 'y')]), /node\[0\]\.input: got '\?'/],
    ['no operand', file([relu('', 'y')]), /node\[0\]: got Object, needs an operand 0/],
    ['an output that nothing makes', file([relu('x', 'a')]), /outputs: got 'y'/],
    ['one name twice', file([relu('x', 'y'), relu('x', 'y')]), /node\[1\]\.output: got 'y'/],
    ['too few bytes', file([add], { w: raw([2], 1, 2, 3, 4) }), /raw_data: got 4, needs the 8 bytes/],
    ['a negative size', file([add], { w: raw([-1], 1, 2, 3, 4) }), /dims\[0\]: got -1/],
    ['a huge shape', file([add], { w: raw(Array(30).fill(2 ** 50), 1, 2, 3, 4) }), /raw_data: got 4/],
    [
      'numbers that are not there',
      file([add], { w: tensor(1, [2 ** 40], () => {}) }),
      /float_data: got undefined/,
    ],
    [
      'pads of a wrong count',
      file([
        { ...add, op: 'MaxPool', inputs: ['x'], attributes: { kernel_shape: list(2, 2), pads: list(1) } },
      ]),
      /ints: got \[1\], needs 4 numbers/,
    ],
    [
      'strides of 0',
      file([
        {
          ...add,
          op: 'MaxPool',
          inputs: ['x'],
          attributes: { kernel_shape: list(2, 2), strides: list(0, 1) },
        },
      ]),
      /ints\[0\]: got 0/,
    ],
    [
      'NaN as epsilon',
      file(
        [
          {
            op: 'InstanceNormalization',
            inputs: ['x', 'w', 'w'],
            outputs: ['y'],
            attributes: { epsilon: { f: Number.NaN } },
          },
        ],
        { w: zeros(4) },
      ),
      /f: got NaN/,
    ],
    [
      'a scale of NaN',
      file([{ op: 'Resize', inputs: ['x', '', 'w'], outputs: ['y'] }], {
        w: floats([4], [1, 1, Number.NaN, 1]),
      }),
      /above 0/,
    ],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, bytes, message) => {
    expect(() => readOnnx(bytes)).toThrow(InvalidArgumentError);
    expect(() => readOnnx(bytes)).toThrow(message);
  });

  test.each([
    ['an unknown element type', tensor(8, [1], () => {}), /element type 8/],
    ['numbers in another file', tensor(1, [1], (w) => w.tag(14, 0).int32(1)), /in another file/],
  ])('says that it cannot read %s', (_, w, message) => {
    expect(() => readOnnx(file([add], { w }))).toThrow(UnsupportedError);
    expect(() => readOnnx(file([add], { w }))).toThrow(message);
  });

  const valid = onnxFile({
    nodes: [
      { op: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['a'], attributes: { pads: list(1, 1, 1, 1) } },
      { op: 'Relu', inputs: ['a'], outputs: ['c'] },
      { op: 'Add', inputs: ['a', 'c'], outputs: ['d'] },
      { op: 'Reshape', inputs: ['d', 'to'], outputs: ['e'] },
      { op: 'Gemm', inputs: ['e', 'g'], outputs: ['y'], attributes: { transB: { i: 1 } } },
    ],
    weights: { w: zeros(2, 4, 3, 3), b: zeros(2), to: integers(0, -1), g: zeros(3, 144) },
    inputs: image,
    outputs: ['y'],
  });

  test(
    'are refused when cut at any byte',
    () => {
      expect(readSafely(valid.length, () => readOnnx(valid), 'whole')).toBe('read');
      for (let length = 0; length < valid.length; length++) {
        const outcome = readSafely(
          valid.length,
          () => readOnnx(valid.subarray(0, length)),
          `cut at ${length}`,
        );
        expect(outcome, `cut at ${length}`).toBe('refused');
      }
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    'are read or refused, 4000 mutations',
    () => {
      const random = randomGenerator(5);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 4000; count++) {
        const mutant = mutateBytes(random, valid);
        outcomes[readSafely(mutant.length, () => readOnnx(mutant), `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(1000);
    },
    FUZZ_TIMEOUT_MS,
  );
});
