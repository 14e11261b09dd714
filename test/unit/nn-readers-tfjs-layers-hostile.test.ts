import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/errors.ts';
import { readTfjsLayersModel } from '../../src/readers/tfjs_layers.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateJson, readSafely } from './nn-readers-fuzz.ts';
import { layer, sequential } from './nn-readers-layers-file.ts';

describe('hostile layers models', () => {
  const chain = (...names: string[]) => {
    const layers = names.map((name, index) => ({
      ...layer('Flatten', name),
      inbound_nodes: [[[names.at(index - 1), 0, 0]]],
    }));
    const config = { layers, input_layers: [], output_layers: [[names.at(-1), 0, 0]] };
    return { modelTopology: { class_name: 'Model', config }, weightsManifest: [] };
  };
  const none = new Uint8Array();

  test.each([['a'], ['a', 'b'], ['a', 'b', 'c']])('refuses a circle of %j', (...names) => {
    expect(() => readTfjsLayersModel(chain(...names.flat()), none)).toThrow(/graph: got '.', needs nodes/);
  });

  test('takes a chain of 5000 layers, and refuses it as a circle, at once', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `layer${index}`);
    const { json, bytes } = sequential([
      layer('InputLayer', 'in', { batch_input_shape: [1, 2] }),
      ...names.map((name) => layer('Flatten', name)),
    ]);
    expect(readTfjsLayersModel(json, bytes).nodes).toHaveLength(5000);
    expect(readSafely(1e6, () => readTfjsLayersModel(chain(...names), none), 'circle')).toBe('refused');
  });

  const flat = (name: string) => layer('Flatten', name, { batch_input_shape: [null, 2] });
  const dense = (config: object) => layer('Dense', 'one', { batch_input_shape: [null, 2], ...config });
  const wrong: [string, ReturnType<typeof sequential>, RegExp][] = [
    ['no layers', sequential([]), /config: got Object, needs layers/],
    ['no input shape', sequential([layer('Flatten', 'a')]), /batch_input_shape: got undefined/],
    ['a size of 0', sequential([layer('Flatten', 'a', { batch_input_shape: [0] })]), /shape\[0\]: got 0/],
    ['one name twice', sequential([flat('a'), flat('a')]), /layers\[1\]\.config\.name: got 'a'/],
    ['a missing weight', sequential([dense({})]), /weights\["one\/kernel"\]: got 'none'/],
    ['a weight of another rank', sequential([dense({})], { 'one/kernel': [2] }), /got \[2\], needs 2 axes/],
    [
      'two weights for one',
      sequential([dense({})], { 'a/one/kernel': [2, 1], 'b/one/kernel': [2, 1] }),
      /got 'several'/,
    ],
    [
      'no class',
      sequential([{ config: { name: 'a', batch_input_shape: [2] } }]),
      /class_name: got undefined/,
    ],
  ];
  test.each(wrong)('refuses %s, naming the place', (_, { json, bytes }, message) => {
    expect(() => readTfjsLayersModel(json, bytes)).toThrow(InvalidArgumentError);
    expect(() => readTfjsLayersModel(json, bytes)).toThrow(message);
  });

  const valid = sequential(
    [
      layer('Conv2D', 'conv', { batch_input_shape: [null, 8, 8, 1], activation: 'relu', padding: 'same' }),
      layer('BatchNormalization', 'norm', { axis: -1, epsilon: 1e-3 }),
      layer('UpSampling2D', 'up', { size: [2, 2], data_format: 'channels_last' }),
      layer('Flatten', 'flat'),
      layer('Dense', 'dense', { activation: 'softmax', use_bias: true }),
    ],
    {
      'conv/kernel': [3, 3, 1, 2],
      'conv/bias': [2],
      'norm/gamma': [2],
      'norm/beta': [2],
      'norm/moving_mean': [2],
      'norm/moving_variance': [2],
      'dense/kernel': [512, 2],
      'dense/bias': [2],
    },
  );
  const text = JSON.stringify(valid.json);

  test(
    'are refused when cut at any byte',
    () => {
      for (let length = 0; length < text.length; length++) {
        const read = () => readTfjsLayersModel(text.slice(0, length), valid.bytes);
        expect(readSafely(text.length, read, `cut at ${length}`)).toBe('refused');
      }
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    'are read or refused, 2000 mutations',
    () => {
      const random = randomGenerator(3);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 2000; count++) {
        const mutant = mutateJson(random, valid.json);
        const read = () => readTfjsLayersModel(mutant, valid.bytes);
        outcomes[readSafely(text.length, read, `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(500);
    },
    FUZZ_TIMEOUT_MS,
  );
});
