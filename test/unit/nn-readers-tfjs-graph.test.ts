import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { readTfjsGraphModel } from '../../src/readers/tfjs_graph.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateJson, readSafely } from './nn-readers-fuzz.ts';
import {
  type Constant,
  graphFile as graph,
  attributeList as i,
  graphNode as node,
  attributeText as s,
  shapeAttribute,
} from './nn-readers-graph-file.ts';

const image = node('Placeholder', 'x', [], shapeAttribute(-1, 8, 9, 4));

/** What one node on the image `x` is read as. */
function readOne(op: string, attr: object, constants: Record<string, Constant> = {}, before = ['x']) {
  const inputs = [...before, ...Object.keys(constants)];
  const { json, bytes } = graph([image, node(op, 'one', inputs, attr)], constants);
  return readTfjsGraphModel(json, bytes);
}

const ONES = { strides: i(1, 1, 1, 1), dilations: i(1, 1, 1, 1) };
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

describe('hostile graph models', () => {
  const wrong: [string, ReturnType<typeof graph>, RegExp][] = [
    [
      'a circle',
      graph([node('Relu', 'a', ['b']), node('Relu', 'b', ['a']), node('Relu', 'c', ['a'])]),
      /graph/,
    ],
    ['an unknown operand', graph([node('Relu', 'a', ['?'])]), /node\[0\]\.input: got \['\?'\]/],
    ['one name twice', graph([node('Relu', 'a', []), node('Relu', 'a', [])]), /node\[1\]\.name: got 'a'/],
    ['a constant without numbers', graph([node('Const', 'a', [])]), /a weight of this name/],
    ['no operand', graph([node('Relu', 'a', [])]), /an operand 0/],
    [
      'an unknown output',
      graph([image], {}, { signature: { outputs: { y: { name: 'no' } } } }),
      /outputs\["y"\]: got 'no'/,
    ],
    [
      'an output that is constant',
      graph([node('Identity', 'a', ['w'])], { w: { shape: [1] } }),
      /outputs: got 'a'/,
    ],
    [
      'a shape of a million numbers',
      graph([image, node('Reshape', 'a', ['x', 'w'])], { w: { shape: [1e6] } }),
      /at most 64/,
    ],
    [
      'strides of words',
      graph([image, node('MaxPool', 'a', ['x'], { strides: { list: { i: ['1', 'x', '1', '1'] } } })]),
      /strides\.list\.i\[1\]: got 'x'/,
    ],
    [
      'a huge stride',
      graph([image, node('MaxPool', 'a', ['x'], { strides: i(1, 1e300, 1, 1) })]),
      /strides\.list\.i\[1\]: got '1e\+300'/,
    ],
    [
      'no base64',
      graph([image, node('MaxPool', 'a', ['x'], { padding: { s: '!' } })]),
      /padding\.s: got '!', needs base64/,
    ],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, { json, bytes }, message) => {
    expect(() => readTfjsGraphModel(json, bytes)).toThrow(InvalidArgumentError);
    expect(() => readTfjsGraphModel(json, bytes)).toThrow(message);
  });

  const valid = graph(
    [
      image,
      node('_FusedConv2D', 'conv', ['x', 'filter', 'bias'], {
        ...ONES,
        padding: s('SAME'),
        fused_ops: { list: { s: [btoa('BiasAdd'), btoa('Relu')] } },
      }),
      node('Pad', 'pad', ['conv', 'paddings']),
      node('Mean', 'mean', ['pad', 'axes'], { keep_dims: { b: false } }),
      node('Softmax', 'soft', ['mean']),
      node('Identity', 'out', ['soft:0', '^mean']),
    ],
    {
      filter: { shape: [3, 3, 4, 2] },
      bias: { shape: [2] },
      paddings: { shape: [4, 2], numbers: [0, 0, 1, 1, 1, 1, 0, 0] },
      axes: { shape: [2], numbers: [1, 2] },
    },
    { signature: { outputs: { y: { name: 'out:0' } } } },
  );
  const text = JSON.stringify(valid.json);

  test(
    'are refused when cut at any byte',
    () => {
      for (let length = 0; length < text.length; length++) {
        const read = () => readTfjsGraphModel(text.slice(0, length), valid.bytes);
        expect(readSafely(text.length, read, `cut at ${length}`)).toBe('refused');
      }
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    'are read or refused, 2000 mutations',
    () => {
      const random = randomGenerator(4);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 2000; count++) {
        const mutant = mutateJson(random, valid.json);
        const read = () => readTfjsGraphModel(mutant, valid.bytes);
        outcomes[readSafely(text.length, read, `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(500);
    },
    FUZZ_TIMEOUT_MS,
  );
});
