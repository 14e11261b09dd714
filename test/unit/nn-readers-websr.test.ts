import { describe, expect, test } from 'vitest';
import { ConvError, InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { anime4k, readWebsrWeights } from '../../src/nn/index.ts';
import { randomGenerator } from '../random.ts';
import { FUZZ_TIMEOUT_MS, mutateJson, readSafely } from './nn-readers-fuzz.ts';

/** A layer of the file, as loose as JSON is. */
interface Layer {
  type: string;
  inputs: string[];
  weights: unknown[];
  bias: number[];
}
type Layers = Record<string, Layer>;

const numbers = (count: number, first = 0) => Array.from({ length: count }, (_, index) => first + index);
const convolution = (inputs: string[], weights: number[]): Layer => ({
  type: 'conv',
  inputs,
  weights,
  bias: [1, 2, 3, 4],
});
/** Weights of a first layer: whatever stands for alpha is 0. */
const first = () => numbers(144, 1).map((value, index) => (index % 16 < 12 ? value : 0));
const shuffle = (...inputs: string[]): Layer => ({ type: 'pixel_shuffle', inputs, weights: [], bias: [] });

/** The form of size S, with two layers. */
const layers = (): Layers => ({
  a: convolution(['input_image'], first()),
  b: convolution(['a'], numbers(288, 1)),
  pixel_shuffle: shuffle('b'),
});
const network = (own: object = layers()) => ({ name: 'anime4k/cnn-2x-s', layers: own });
const FILE_BYTES = JSON.stringify(network()).length;

describe('weights of websr', () => {
  test('become filters of the library', () => {
    const [a, b] = readWebsrWeights(network());
    expect([a.sources, b.sources]).toEqual([[], [0]]);
    expect([a.filter.shape, b.filter.shape]).toEqual([
      [4, 3, 3, 3],
      [4, 8, 3, 3],
    ]);
    // oc 1, ic 2, kh 0, kw 1 is the matrix of tap 3, column 2, row 1
    expect(a.filter.data[(1 * 3 + 2) * 9 + 1]).toBe(1 + 3 * 16 + 2 * 4 + 1);
    // oc 3, the negative of channel 0, kh 2, kw 0: the matrix of tap 2 of the second nine
    expect(b.filter.data[(3 * 8 + 4) * 9 + 6]).toBe(1 + (9 + 2) * 16 + 3);
    expect([...b.bias]).toEqual([1, 2, 3, 4]);
  });

  test('are one convolution where layers read the same', () => {
    const { a } = layers();
    const pair = { a, a1: a, b: convolution(['a', 'a1'], numbers(64)), pixel_shuffle: shuffle('b') };
    const [joint, last] = readWebsrWeights(network(pair));
    expect([joint.filter.shape, last.filter.shape]).toEqual([
      [8, 3, 3, 3],
      [4, 16, 1, 1],
    ]);
  });

  test.each<[string, (own: Layers) => unknown, typeof InvalidArgumentError | typeof UnsupportedError]>([
    ['a layer that stands later', (own) => Object.assign(own.a, { inputs: ['b'] }), InvalidArgumentError],
    ['a layer that reads itself', (own) => Object.assign(own.b, { inputs: ['b'] }), InvalidArgumentError],
    ['an unknown name', (own) => Object.assign(own.b, { inputs: ['toString'] }), InvalidArgumentError],
    ['too few weights', (own) => own.b.weights.pop(), InvalidArgumentError],
    ['no weights', (own) => Object.assign(own.b, { weights: [] }), InvalidArgumentError],
    ['a weight that is text', (own) => Object.assign(own.b.weights, { 7: '1' }), InvalidArgumentError],
    ['a bias too short', (own) => own.b.bias.pop(), InvalidArgumentError],
    ['a layer that is null', (own) => Object.assign(own, { b: null }), InvalidArgumentError],
    ['another operator', (own) => Object.assign(own.b, { type: 'lstm' }), InvalidArgumentError],
    ['no shuffle', (own) => delete own.pixel_shuffle, UnsupportedError],
    [
      'a shuffle of another layer',
      (own) => Object.assign(own.pixel_shuffle, { inputs: ['a'] }),
      InvalidArgumentError,
    ],
    ['weights for alpha', (own) => Object.assign(own.a.weights, { 12: 1 }), UnsupportedError],
  ])('with %s are refused', (_, change, error) => {
    const own = layers();
    change(own);
    expect(() => readWebsrWeights(network(own))).toThrow(error);
  });

  test.each([undefined, null, 5, 'no json', '[]', {}, { layers: [] }])('%s is refused', (json) => {
    expect(() => anime4k(json, { height: 4, width: 4 })).toThrow(ConvError);
  });

  test(
    'are read or refused, 2000 mutations',
    () => {
      const random = randomGenerator(11);
      const outcomes = { read: 0, refused: 0 };
      for (let count = 0; count < 2000; count++) {
        const mutant = mutateJson(random, network());
        outcomes[readSafely(FILE_BYTES, () => readWebsrWeights(mutant), `mutation ${count}`)]++;
      }
      expect(outcomes.read).toBeGreaterThan(100);
      expect(outcomes.refused).toBeGreaterThan(500);
    },
    FUZZ_TIMEOUT_MS,
  );
});
