import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/errors.ts';
import { readTfjsGraphModel } from '../../src/readers/tfjs_graph.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateJson, readSafely } from './nn-readers-fuzz.ts';
import {
  graphFile as graph,
  attributeList as i,
  graphImage as image,
  graphNode as node,
  ONES,
  attributeText as s,
} from './nn-readers-graph-file.ts';

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
