import { randomGenerator, seedOf, wholeNumber } from '../random.ts';
import { type Attribute, floats, integers, type NodeInit, onnxFile } from '../unit/nn-readers-onnx-file.ts';

interface Case {
  attributes?: Record<string, Attribute>;
  /** Shapes of weights that are drawn as small whole numbers. */
  drawn?: Record<string, number[]>;
  /** Weights with given numbers. */
  given?: Record<string, Uint8Array>;
  /** Operands; default `x`, then the weights. */
  inputs?: string[];
  opset?: number;
  shape?: number[];
}

const IMAGE = [2, 4, 6, 7];
const i = (value: number) => ({ i: value });
const s = (value: string) => ({ s: value });
const ints = (...values: number[]) => ({ ints: values });
const filter = { w: [2, 4, 3, 2], b: [2] };
const transposed = { w: [4, 2, 3, 2], b: [2] };
const kernel = { kernel_shape: ints(3, 2) };
const resized = (attributes: Record<string, Attribute>, rows: number, columns: number): Case => ({
  attributes,
  given: { scales: floats([4], [1, 1, rows, columns]) },
  inputs: ['x', '', 'scales'],
});
const sized = (attributes: Record<string, Attribute>, rows: number, columns: number): Case => ({
  attributes,
  given: { sizes: integers(2, 4, rows, columns) },
  inputs: ['x', '', '', 'sizes'],
});
const normalized = (shape: number[]): Case => ({
  drawn: { s: [4], b: [4], m: [4] },
  given: { v: floats([4], [1, 4, 16, 0.25]) },
  attributes: { epsilon: { f: 0 } },
  shape,
});
const coordinates = (name: string) => ({ coordinate_transformation_mode: s(name) });

/** Operators with one factor changed at a time. */
const cases: [string, Case][] = [
  ['Conv', { drawn: filter }],
  [
    'Conv',
    { drawn: filter, attributes: { pads: ints(1, 0, 2, 3), strides: ints(2, 1), dilations: ints(1, 2) } },
  ],
  [
    'Conv',
    {
      drawn: { w: [6, 2, 3, 2] },
      attributes: { group: i(2), auto_pad: s('SAME_UPPER'), strides: ints(2, 2) },
    },
  ],
  ['Conv', { drawn: filter, attributes: { auto_pad: s('SAME_LOWER'), strides: ints(2, 1) } }],
  ['Conv', { drawn: filter, attributes: { auto_pad: s('VALID') } }],
  ['Conv', { drawn: { w: [2, 4, 3] }, attributes: { pads: ints(2, 1), strides: ints(2) }, shape: [2, 4, 9] }],
  ['ConvTranspose', { drawn: transposed }],
  [
    'ConvTranspose',
    {
      drawn: transposed,
      attributes: { strides: ints(2, 3), pads: ints(1, 0, 0, 1), output_padding: ints(1, 2) },
    },
  ],
  ['ConvTranspose', { drawn: { w: [4, 3, 3, 2] }, attributes: { group: i(2), dilations: ints(2, 1) } }],
  ['ConvTranspose', { drawn: transposed, attributes: { strides: ints(2, 2), auto_pad: s('SAME_UPPER') } }],
  ['ConvTranspose', { drawn: transposed, attributes: { strides: ints(2, 2), output_shape: ints(12, 13) } }],
  ['MaxPool', { attributes: { ...kernel, pads: ints(1, 0, 1, 1), strides: ints(2, 2), ceil_mode: i(1) } }],
  ['MaxPool', { attributes: { ...kernel, auto_pad: s('SAME_LOWER'), strides: ints(2, 1) } }],
  ['MaxPool', { attributes: { ...kernel, dilations: ints(2, 3) } }],
  [
    'AveragePool',
    { attributes: { kernel_shape: ints(2, 4), pads: ints(1, 1, 0, 2), count_include_pad: i(1) } },
  ],
  ['AveragePool', { attributes: { kernel_shape: ints(2, 2), pads: ints(1, 0, 0, 1), strides: ints(2, 2) } }],
  ['LpPool', { attributes: { ...kernel, strides: ints(2, 2) } }],
  ['GlobalAveragePool', {}],
  ['GlobalMaxPool', {}],
  ['Gemm', { drawn: { w: [3, 5], c: [3] }, attributes: { transB: i(1) }, shape: [2, 5] }],
  ['Gemm', { drawn: { w: [5, 3], c: [1, 3] }, shape: [2, 5] }],
  ['Gemm', { drawn: { w: [5, 3], c: [2, 1] }, shape: [2, 5] }],
  ['MatMul', { drawn: { w: [7, 3] } }],
  ['BatchNormalization', normalized(IMAGE)],
  ['BatchNormalization', normalized([2, 4, 5])],
  ['BatchNormalization', normalized([3, 4])],
  ['InstanceNormalization', { drawn: { s: [4], b: [4] }, attributes: { epsilon: { f: 0.5 } } }],
  ['InstanceNormalization', { drawn: { s: [4], b: [4] }, shape: [2, 4, 8] }],
  ['Add', { drawn: { w: [4, 1, 1] } }],
  ['Sub', { drawn: { w: [7] }, inputs: ['w', 'x'] }],
  ['Mul', { drawn: { w: [1] } }],
  ['Sum', { drawn: { w: [6, 1] }, inputs: ['x', 'w', 'x'] }],
  ['Max', { drawn: { w: [6, 1] }, inputs: ['x', 'w', 'x'] }],
  ['PRelu', { drawn: { w: [4, 1, 1] } }],
  ['LeakyRelu', { attributes: { alpha: { f: 0.25 } } }],
  ['HardSigmoid', { attributes: { alpha: { f: 0.25 } } }],
  ['Clip', { given: { max: floats([], [2]) }, inputs: ['x', '', 'max'] }],
  ['Clip', { attributes: { min: { f: -1 } }, opset: 10 }],
  ['Elu', {}],
  ['Softmax', { opset: 12, shape: [2, 3, 4] }],
  ['Softmax', { opset: 12, attributes: { axis: i(2) }, shape: [2, 3, 4] }],
  ['Softmax', { attributes: { axis: i(1) } }],
  ['Concat', { drawn: { w: [2, 1, 6, 7] }, inputs: ['x', 'w', 'x'], attributes: { axis: i(-3) } }],
  ['Flatten', { attributes: { axis: i(2) } }],
  ['Flatten', { attributes: { axis: i(-1) } }],
  ['Reshape', { given: { to: integers(0, -1, 7, 2) } }],
  ['Squeeze', { given: { axes: integers(-3) }, shape: [2, 1, 6, 1] }],
  ['Squeeze', { shape: [2, 1, 6, 1] }],
  ['Unsqueeze', { given: { axes: integers(-1, 0) }, shape: [2, 3] }],
  ['Transpose', { attributes: { perm: ints(2, 0, 3, 1) } }],
  ['Transpose', {}],
  ['ReduceMean', { attributes: { axes: ints(-1, 1), keepdims: i(0) }, shape: [2, 4, 6, 8] }],
  ['ReduceSum', { given: { axes: integers(2) } }],
  ['Pad', { given: { by: integers(0, 1, 1, 2, 0, 0, 3, 0), value: floats([], [5]) } }],
  ['Pad', { given: { by: integers(0, 0, 1, 2, 0, 0, 3, 1) }, attributes: { mode: s('reflect') } }],
  ['Pad', { given: { by: integers(0, 0, 1, 2, 0, 0, 3, 1) }, attributes: { mode: s('edge') } }],
  ['Pad', { given: { by: integers(0, 0, 1, 2, 0, 0, 3, 1) }, attributes: { mode: s('wrap') }, opset: 19 }],
  ['DepthToSpace', { attributes: { blocksize: i(2) }, shape: [1, 8, 2, 3] }],
  ['DepthToSpace', { attributes: { blocksize: i(2), mode: s('CRD') }, shape: [1, 8, 2, 3] }],
  ['Resize', resized({}, 2, 3)],
  ['Resize', resized(coordinates('asymmetric'), 1.5, 2)],
  ['Resize', resized({ ...coordinates('asymmetric'), nearest_mode: s('floor') }, 2, 2)],
  ['Resize', resized({ mode: s('linear') }, 2, 4)],
  ['Resize', resized({ mode: s('linear'), ...coordinates('pytorch_half_pixel') }, 2, 2)],
  ['Resize', resized({ mode: s('linear'), ...coordinates('asymmetric') }, 2, 2)],
  ['Resize', sized({ mode: s('linear'), ...coordinates('align_corners') }, 11, 13)],
  ['Resize', sized({ nearest_mode: s('round_prefer_ceil') }, 3, 14)],
  ['Resize', sized({ nearest_mode: s('ceil'), ...coordinates('asymmetric') }, 4, 5)],
  ['Upsample', { given: { scales: floats([4], [1, 1, 2, 3]) }, opset: 9 }],
  ['Upsample', { given: { scales: floats([4], [1, 1, 2, 2]) }, attributes: { mode: s('linear') }, opset: 9 }],
  ['Dropout', {}],
  ['Identity', {}],
];

/** Operators that compute nothing; a Relu after them makes a model. */
const VIEWS: readonly string[] = ['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze', 'Dropout', 'Identity'];

/** A model of one operator from `x` to `y`, and what to feed it: small whole numbers, whose sums float32 holds. */
export interface OnnxCase {
  readonly file: Uint8Array;
  readonly x: { data: Float32Array; shape: number[] };
}

/** Cases by name. */
export const onnxCases: readonly (readonly [string, OnnxCase])[] = cases.map(([op, own]) => {
  const { attributes, drawn = {}, given = {}, inputs, opset, shape = IMAGE } = own;
  const random = randomGenerator(seedOf(op + JSON.stringify([attributes, inputs, shape])));
  const whole = (sizes: number[]) =>
    Float32Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => wholeNumber(random, -3, 3));
  const weights: Record<string, Uint8Array> = {};
  for (const [name, sizes] of Object.entries(drawn)) weights[name] = floats(sizes, whole(sizes));
  Object.assign(weights, given);
  const isView = VIEWS.includes(op);
  const result = isView ? 'view' : 'y';
  const node: NodeInit = {
    op,
    inputs: inputs ?? ['x', ...Object.keys(weights)],
    outputs: [result],
    attributes,
  };
  // one more, which no reader has, after what the model is asked for
  const nodes = [node, { op: 'Neg', inputs: [result], outputs: ['unused'] }];
  if (isView) nodes.push({ op: 'Relu', inputs: [result], outputs: ['y'] });
  const file = onnxFile({ nodes, weights, inputs: { x: shape }, outputs: ['y'], opset });
  const name = `${op} ${JSON.stringify({ ...own, given: Object.keys(given) })}`;
  return [name, { file, x: { data: whole(shape), shape } }];
});
