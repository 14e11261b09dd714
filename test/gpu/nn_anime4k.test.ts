import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { anime4kReference } from '../nn/anime4k.ts';
import { randomTensor } from '../nn/data.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

const folder = 'test/peers/node_modules/@websr/websr/weights/anime4k';

describe('Anime4K doubles a picture as its weights say, summed in float64', () => {
  test.each(['cnn-2x-s-rl', 'cnn-2x-m-an', 'cnn-2x-l-3d'])('%s', async (file) => {
    const weights = JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8'));
    const picture = randomTensor([1, 3, 9, 11], 5);
    picture.data = picture.data.map(Math.abs);
    const { data, shape } = await lane.call<PlainTensor>('doublePicture', weights, picture);
    expect(shape).toEqual([1, 3, 18, 22]);
    const expected = anime4kReference(weights, picture.data, 9, 11);
    const excess = data.map(
      (value, index) => Math.abs(value - expected.data[index]) / expected.bounds[index],
    );
    expect(Math.max(...excess)).toBeLessThanOrEqual(1);
  });
});
