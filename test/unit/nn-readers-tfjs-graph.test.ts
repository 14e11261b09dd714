import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/errors.ts';
import { readTfjsGraphModel } from '../../src/readers/tfjs_graph.ts';
import {
  type Constant,
  graphFile as graph,
  attributeList as i,
  graphImage as image,
  graphNode as node,
  ONES,
  attributeText as s,
  shapeAttribute,
} from './nn-readers-graph-file.ts';

/** What one node on the image `x` is read as. */
function readOne(op: string, attr: object, constants: Record<string, Constant> = {}, before = ['x']) {
  const inputs = [...before, ...Object.keys(constants)];
  const { json, bytes } = graph([image, node(op, 'one', inputs, attr)], constants);
  return readTfjsGraphModel(json, bytes);
}

const CONV = {
  padding: 'same',
  strides: [1, 1],
  dilations: [1, 1],
  inputLayout: 'nhwc',
  filterLayout: 'hwio',
};

describe('readTfjsGraphModel', () => {
  test('orders nodes, follows identities, drops what outputs do not need, and takes names of the signature', () => {
    const nodes = [
      node('Identity', 'Identity', ['sum:0', '^image']),
      node('AddV2', 'sum', ['bent', 'image']),
      node('Relu', 'bent', ['image']),
      node('NonMaxSuppressionV5', 'unused', ['image']),
      node('Placeholder', 'image', [], shapeAttribute(-1, 4)),
    ];
    const signature = { outputs: { result: { name: 'Identity:0' } } };
    for (const rest of [{ signature }, { userDefinedMetadata: { signature } }]) {
      const { json, bytes } = graph(nodes, {}, rest);
      expect(readTfjsGraphModel(JSON.stringify(json), bytes)).toEqual({
        inputs: [{ name: 'image', shape: [null, 4] }],
        weights: [],
        nodes: [
          {
            name: 'bent',
            kind: 'activation',
            init: { activation: 'relu' },
            inputs: { input: 'image' },
            output: 'bent',
          },
          {
            name: 'sum',
            kind: 'binary',
            init: { combination: 'add' },
            inputs: { a: 'bent', b: 'image' },
            output: 'sum',
          },
        ],
        outputs: [{ name: 'result', value: 'sum' }],
      });
    }
  });

  test('takes what no node takes for outputs where there is no signature', () => {
    const { json, bytes } = graph([image, node('Relu', 'a', ['x']), node('Tanh', 'b', ['x'])], {});
    expect(readTfjsGraphModel(json, bytes).outputs.map(({ value }) => value)).toEqual(['a', 'b']);
  });

  const filter = { shape: [3, 3, 4, 2] };
  const cases: [string, object, Record<string, Constant>, string, object][] = [
    ['Conv2D', { ...ONES, padding: s('SAME') }, { filter }, 'conv2d', CONV],
    [
      'Conv2D',
      {
        ...ONES,
        strides: i(1, 1, 2, 3),
        data_format: s('NCHW'),
        padding: s('EXPLICIT'),
        explicit_paddings: i(0, 0, 0, 0, 1, 2, 3, 4),
      },
      { filter },
      'conv2d',
      { ...CONV, strides: [2, 3], padding: [1, 2, 3, 4], inputLayout: 'nchw' },
    ],
    [
      '_FusedConv2D',
      { ...ONES, padding: s('VALID'), fused_ops: { list: { s: [btoa('BiasAdd'), btoa('Relu6')] } } },
      { filter, bias: { shape: [2] } },
      'conv2d',
      { ...CONV, padding: 'valid', activation: 'relu6' },
    ],
    [
      'DepthwiseConv2dNative',
      { ...ONES, padding: s('SAME') },
      { filter: { shape: [3, 3, 4, 1] } },
      'conv2d',
      { ...CONV, groups: 4 },
    ],
    ['MatMul', { transpose_b: { b: true } }, { w: { shape: [2, 4] } }, 'linear', { weightLayout: 'oi' }],
    [
      'MaxPool',
      { ksize: i(1, 3, 2, 1), strides: i(1, 2, 2, 1), padding: s('VALID') },
      {},
      'maxPool2d',
      { windowDimensions: [3, 2], strides: [2, 2], padding: 'valid', inputLayout: 'nhwc' },
    ],
    [
      'Mean',
      { keep_dims: { b: true } },
      { axes: { shape: [2], numbers: [1, 2] } },
      'reduce',
      { reduction: 'mean', axes: [1, 2], keepDimensions: true },
    ],
    ['Reshape', {}, { to: { shape: [2], numbers: [-1, 4] } }, 'reshape', { shape: [-1, 4] }],
    [
      'Pad',
      {},
      { by: { shape: [4, 2], numbers: [0, 0, 1, 2, 3, 4, 0, 5] } },
      'pad',
      { before: [0, 1, 3, 0], after: [0, 2, 4, 5] },
    ],
    [
      'ResizeBilinear',
      { half_pixel_centers: { b: true } },
      { size: { shape: [2], numbers: [16, 18] } },
      'resize2d',
      {
        sizes: [16, 18],
        mode: 'linear',
        coordinates: 'half-pixel',
        rounding: 'round-prefer-ceil',
        inputLayout: 'nhwc',
      },
    ],
    [
      'ResizeNearestNeighbor',
      {},
      { size: { shape: [2], numbers: [16, 18] } },
      'resize2d',
      {
        sizes: [16, 18],
        mode: 'nearest-neighbor',
        coordinates: 'asymmetric',
        rounding: 'floor',
        inputLayout: 'nhwc',
      },
    ],
    [
      'DepthToSpace',
      { block_size: { i: '2' } },
      {},
      'pixelShuffle',
      { blockSize: 2, mode: 'dcr', inputLayout: 'nhwc' },
    ],
    ['Squeeze', { squeeze_dims: i(1, 2) }, {}, 'squeeze', { axes: [1, 2] }],
    [
      'Transpose',
      {},
      { order: { shape: [4], numbers: [0, 3, 1, 2] } },
      'transpose',
      { permutation: [0, 3, 1, 2] },
    ],
    [
      'LeakyRelu',
      { alpha: { f: 0.3 } },
      {},
      'activation',
      { activation: { type: 'leaky-relu', slope: 0.3 } },
    ],
    ['Prelu', {}, { slope: { shape: [4] } }, 'binary', { combination: 'prelu' }],
    ['Softmax', {}, {}, 'softmax', { axis: -1 }],
  ];
  test.each(cases)('reads %s %j', (op, attr, constants, kind, init) => {
    const { nodes } = readOne(op, attr, constants);
    expect(nodes.map((own) => [own.kind, own.output])).toEqual([[kind, 'one']]);
    expect(nodes[0].init).toEqual(init);
  });

  test('reads what names its operands backwards, and a depthwise filter as groups', () => {
    const constants = { size: { shape: [4], numbers: [1, 16, 18, 2] }, filter: { shape: [3, 3, 2, 4] } };
    const own = node('Conv2DBackpropInput', 'one', ['size', 'filter', 'x'], {
      ...ONES,
      padding: s('SAME'),
    });
    const { json, bytes } = graph([image, own], constants);
    const [transposed] = readTfjsGraphModel(json, bytes).nodes;
    expect(transposed.init).toEqual({ ...CONV, filterLayout: 'hwoi', outputSizes: [16, 18] });
    expect(transposed.inputs).toEqual({ input: 'x', filter: 'filter' });
    const depthwise = readOne('DepthwiseConv2dNative', ONES, { filter: { shape: [3, 3, 4, 2] } });
    expect(depthwise.weights.map(({ shape }) => shape)).toEqual([[3, 3, 1, 8]]);
  });

  test('names every operator, setting and later result that is missing, and every part of a loop', () => {
    const { json, bytes } = graph([
      image,
      node('Erf', 'a', ['x']),
      node('BiasAdd', 'b', ['a', 'x'], { data_format: s('NCHW') }),
      node('Erf', 'c', ['b']),
      node('Relu', 'd', ['c:1']),
      node('Reshape', 'e', ['d', 'x']),
      node('Merge', 'f', ['e', 'g']),
      node('NextIteration', 'g', ['f']),
    ]);
    const signature = { outputs: { f: { name: 'f' } } };
    const read = () => readTfjsGraphModel({ ...json, signature }, bytes);
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(
      "Erf (a, c); BiasAdd with data_format 'NCHW' (b); result 1 of Erf (d); Reshape with a computed shape (e); NextIteration (g); Merge (f)",
    );
  });
});
