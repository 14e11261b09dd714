import { beforeEach, describe, expect, test } from 'vitest';
import { readTfjsGraphModel } from '../../src/readers/tfjs_graph.ts';
import { worstError } from '../nn/data.ts';
import { randomGenerator, seedOf, wholeNumber } from '../random.ts';
import {
  attributeList,
  attributeText,
  type Constant,
  graphFile,
  graphNode,
  shapeAttribute,
} from '../unit/nn-readers-graph-file.ts';
import { runDescription } from './description-reference.ts';
import { loadTfjs, type Tensor, type Tf } from './tfjs.ts';

/** What we use of TensorFlow.js' graph models. */
interface Graphs extends Tf {
  loadGraphModel(handler: object): Promise<{ predict(inputs: Record<string, Tensor>): Tensor }>;
  io: { fromMemory(artifacts: object): object };
}

const tf = (await loadTfjs()) as Graphs | undefined;

beforeEach((context) => {
  if (!tf) context.skip('@tensorflow/tfjs is not installed: npm ci in test/peers');
});

interface Case {
  attr?: object;
  /** Shapes of constants that are drawn as small whole numbers. */
  drawn?: Record<string, number[]>;
  /** Settings, which are constants too. */
  given?: Record<string, number[] | Constant>;
  /** Operands; default `x`, then the constants. */
  inputs?: string[];
  shape?: number[];
}

const IMAGE = [2, 6, 7, 4];
const T = { T: { type: 'DT_FLOAT' } };
const windows = (padding: string, rows = 1, columns = 1) => ({
  strides: attributeList(1, rows, columns, 1),
  padding: attributeText(padding),
  data_format: attributeText('NHWC'),
});
const dilated = (rows: number, columns: number) => ({ dilations: attributeList(1, rows, columns, 1) });
const fused = (...names: string[]) => ({
  fused_ops: { list: { s: names.map((name) => btoa(name)) } },
  num_args: { i: `${names.includes('Prelu') ? 2 : 1}` },
});
const filter = { w: [3, 2, 4, 2] };
const flags = (align: boolean, half: boolean) => ({
  align_corners: { b: align },
  half_pixel_centers: { b: half },
});
const size = (rows: number, columns: number) => ({ size: [rows, columns] });

/** Operators with one factor changed at a time. */
const cases: [string, Case][] = [
  ['Conv2D', { attr: { ...windows('SAME', 2, 1), ...dilated(1, 1) }, drawn: filter }],
  ['Conv2D', { attr: { ...windows('VALID'), ...dilated(2, 3) }, drawn: filter }],
  [
    'Conv2D',
    {
      attr: {
        ...windows('EXPLICIT'),
        ...dilated(1, 1),
        explicit_paddings: attributeList(0, 0, 1, 2, 3, 0, 0, 0),
      },
      drawn: filter,
    },
  ],
  [
    '_FusedConv2D',
    {
      attr: { ...windows('SAME', 2, 2), ...dilated(1, 1), ...fused('BiasAdd', 'Relu6') },
      drawn: { ...filter, b: [2] },
    },
  ],
  [
    '_FusedConv2D',
    {
      attr: { ...windows('VALID'), ...dilated(1, 1), ...fused('BiasAdd', 'Prelu') },
      drawn: { ...filter, b: [2], slope: [1, 1, 2] },
    },
  ],
  [
    'DepthwiseConv2dNative',
    { attr: { ...windows('SAME', 2, 2), ...dilated(1, 1) }, drawn: { w: [3, 3, 4, 2] } },
  ],
  [
    'FusedDepthwiseConv2dNative',
    {
      attr: { ...windows('SAME'), ...dilated(1, 1), ...fused('BiasAdd', 'Relu') },
      drawn: { w: [3, 2, 4, 1], b: [4] },
    },
  ],
  [
    'Conv2DBackpropInput',
    {
      attr: windows('SAME', 2, 2),
      given: { size: [2, 11, 14, 3] },
      drawn: { w: [3, 3, 3, 4] },
      inputs: ['size', 'w', 'x'],
    },
  ],
  ['MatMul', { attr: { transpose_b: { b: true } }, drawn: { w: [3, 5] }, shape: [2, 5] }],
  ['_FusedMatMul', { attr: fused('BiasAdd', 'Relu'), drawn: { w: [5, 3], b: [3] }, shape: [2, 5] }],
  ['MaxPool', { attr: { ...windows('SAME', 2, 1), ksize: attributeList(1, 3, 2, 1) } }],
  ['AvgPool', { attr: { ...windows('SAME', 1, 2), ksize: attributeList(1, 2, 4, 1) } }],
  ['BiasAdd', { drawn: { b: [4] } }],
  ['AddV2', { drawn: { w: [7, 1] } }],
  ['AddN', { drawn: { w: IMAGE }, inputs: ['x', 'w', 'x'] }],
  ['Sub', { drawn: { w: [4] }, inputs: ['w', 'x'] }],
  ['Mul', { drawn: { w: [4] } }],
  ['Maximum', { drawn: { w: [4] } }],
  ['Minimum', { drawn: { w: [4] } }],
  ['LeakyRelu', { attr: { alpha: { f: 0.25 } } }],
  ['Prelu', { drawn: { slope: [4] } }],
  ['Softmax', { shape: [2, 5] }],
  [
    'FusedBatchNormV3',
    {
      attr: { epsilon: { f: 0.5 } },
      drawn: { scale: [4], offset: [4], mean: [4] },
      given: { variance: { shape: [4], values: [1, 4, 2, 0.5] } },
    },
  ],
  ['Mean', { attr: { keep_dims: { b: false } }, given: { axes: [1, 2] }, shape: [2, 4, 8, 3] }],
  ['Sum', { attr: { keep_dims: { b: true } }, given: { axes: [-1] } }],
  ['Reshape', { given: { to: [2, -1, 4] } }],
  [
    'ConcatV2',
    { drawn: { w: [2, 6, 1, 4] }, given: { axis: { shape: [], numbers: [2] } }, inputs: ['x', 'w', 'axis'] },
  ],
  ['Pad', { given: { by: { shape: [4, 2], numbers: [0, 0, 1, 2, 3, 0, 0, 1] } } }],
  [
    'MirrorPad',
    {
      attr: { mode: attributeText('REFLECT') },
      given: { by: { shape: [4, 2], numbers: [0, 0, 1, 2, 3, 0, 0, 0] } },
    },
  ],
  ['ResizeBilinear', { attr: flags(false, false), given: size(12, 14) }],
  ['ResizeBilinear', { attr: flags(false, true), given: size(12, 28) }],
  ['ResizeBilinear', { attr: flags(true, false), given: size(11, 13) }],
  ['ResizeNearestNeighbor', { attr: flags(false, false), given: size(12, 21) }],
  ['ResizeNearestNeighbor', { attr: flags(false, true), given: size(3, 14) }],
  ['ResizeNearestNeighbor', { attr: flags(true, false), given: size(11, 13) }],
  ['DepthToSpace', { attr: { block_size: { i: '2' }, data_format: attributeText('NHWC') } }],
  ['Squeeze', { attr: { squeeze_dims: attributeList(1) }, shape: [2, 1, 3, 1] }],
  ['ExpandDims', { given: { axis: { shape: [], numbers: [1] } }, shape: [2, 3] }],
  ['Transpose', { given: { order: [0, 3, 1, 2] } }],
];

describe('what readTfjsGraphModel reads computes what TensorFlow.js does', () => {
  test.each(cases)('%s %j', async (op, { attr, drawn = {}, given = {}, inputs, shape = IMAGE }) => {
    const { tensor, loadGraphModel, io } = tf as Graphs;
    const random = randomGenerator(seedOf(op + JSON.stringify([attr, inputs, shape])));
    const whole = (sizes: number[]) =>
      Float32Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => wholeNumber(random, -3, 3));
    const constants: Record<string, Constant> = {};
    for (const [name, sizes] of Object.entries(drawn))
      constants[name] = { shape: sizes, values: whole(sizes) };
    for (const [name, own] of Object.entries(given)) {
      constants[name] = Array.isArray(own) ? { shape: [own.length], numbers: own } : own;
    }
    const operands = inputs ?? ['x', ...Object.keys(constants)];
    const nodes = [
      graphNode('Placeholder', 'x', [], shapeAttribute(...shape)),
      graphNode(op, 'y', operands, { ...T, N: { i: `${operands.length}` }, ...attr }),
    ];
    const { json, bytes } = graphFile(nodes, constants);
    const { modelTopology, weightsManifest } = json;
    const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: bytes };
    const model = await loadGraphModel(io.fromMemory(artifacts));

    const x = { data: whole(shape), shape };
    const expected = model.predict({ x: tensor(x.data, shape) });
    const [reference] = runDescription(readTfjsGraphModel(json, bytes), { x });
    const actual = { data: Array.from(expected.dataSync()), shape: expected.shape };
    expect(worstError(actual, reference)).toBeLessThanOrEqual(1);
  });
});
