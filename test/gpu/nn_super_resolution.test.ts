import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { cropPicture, readPng } from '../nn/pictures.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';
import type { PlainModel } from './page/nn-models.ts';

const folder = 'test/peers/node_modules/@upscalerjs/default-model';

/** As its authors store it: a value from 0 to 255, rounded down into a byte. Two float32 results on either side of a whole number differ by one byte. */
const toByte = (value: number) => Math.min(255, Math.max(0, Math.floor(value)));

describe('@upscalerjs/default-model, a super-resolution network nobody here trained', () => {
  let model: PlainModel;
  let picture: PlainTensor;

  beforeAll(async () => {
    model = {
      model: JSON.parse(readFileSync(`${folder}/models/model.json`, 'utf8')),
      weightsBase64: readFileSync(`${folder}/models/group1-shard1of1.bin`).toString('base64'),
    };
    picture = await readPng(`${folder}/assets/fixture.png`);
  });

  const superResolve = (input: PlainTensor, tile?: { size: [number, number]; margin?: number }) =>
    lane.call<PlainTensor>('superResolve', model, input, tile);

  test("gives its authors' published picture, to 1/255 a channel", async () => {
    const published = await readPng(`${folder}/assets/samples/2x/result.png`);
    const { data, shape } = await superResolve(picture);
    expect(shape).toEqual(published.shape);
    const wrong = data.filter((value, index) => Math.abs(toByte(value) - published.data[index]) > 1);
    expect(wrong).toEqual([]);
  });

  test('tiles leave no seam: another tiling gives the same bits', async () => {
    const part = cropPicture(picture, { row: 30, column: 20, height: 64, width: 72 });
    const tiled = await superResolve(part, { size: [40, 44] });
    const otherwise = await superResolve(part, { size: [40, 44], margin: 13 });
    expect(tiled.shape).toEqual([1, 128, 144, 3]);
    expect(tiled.data.findIndex((value, index) => value !== otherwise.data[index])).toBe(-1);
    const whole = await superResolve(part);
    const wrong = tiled.data.filter(
      (value, index) => Math.abs(toByte(value) - toByte(whole.data[index])) > 1,
    );
    expect(wrong).toEqual([]);
  });
});
