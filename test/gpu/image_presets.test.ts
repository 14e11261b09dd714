import { describe, expect, test } from 'vitest';
import { type PresetName, presets, type Stage } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
import { UNIT_ROUNDOFF } from '../bounds/rounding.ts';
import { BORDER_VALUE, counterparts } from './image-counterparts.ts';
import { bilateral, motionLine } from './image-definitions.ts';
import { drawnPicture, filterByReference, planesOf, worstShare } from './image-oracle.ts';
import { lane } from './lane.ts';
import { byOpenCv, type CvOperation } from './opencv.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(67, 51);
const borders: PaddingMode[] = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'];
const types = Object.keys(counterparts) as (keyof typeof counterparts)[];
const borderColor = [BORDER_VALUE, BORDER_VALUE, BORDER_VALUE] as const;

function run(type: keyof typeof counterparts, border: PaddingMode): Promise<Pixels> {
  const { numbers, scale, bias } = counterparts[type];
  const stage = { type, ...numbers, scale, bias, border, borderColor } as Stage;
  return lane.call<Pixels>('filterPixels', picture, stage);
}

describe.each(types)('%s, as OpenCV or its definition has it', (type) => {
  const { numbers, expected } = counterparts[type];

  test.each(borders)('%s', async (border) => {
    const planes = await expected(picture, numbers, border);
    expect(worstShare(await run(type, border), planes)).toBeLessThanOrEqual(1);
  });

  for (const [name, value] of Object.entries(numbers)) {
    const [less, more] =
      name === 'radius' && type !== 'bokeh' ? [value - 1, value + 1] : [value / 1.015, value * 1.015];
    test.each([less, more])(`is not taken for one whose ${name} is %f instead of ${value}`, async (other) => {
      const planes = await expected(picture, { ...numbers, [name]: other }, 'reflect');
      expect(worstShare(await run(type, 'reflect'), planes)).toBeGreaterThan(1);
    });
  }
});

/** OpenCV's own rounding to 8 bits, after sums in float32 and a quotient. */
const BYTES = 0.5 / 255 + (8 + 8 + 5) * UNIT_ROUNDOFF;

test.each(borders)("'image_bilateral' by definition is OpenCV's, %s", async (border) => {
  const byCv: CvOperation = (cv, input, output) => cv.bilateralFilter(input, output, 9, 60, 3);
  const options = { border, borderValue: BORDER_VALUE };
  const expected = await byOpenCv(picture, border, 4, byCv, { depth: 'bytes', borderValue: BORDER_VALUE });
  const actual = bilateral(planesOf(picture), picture, counterparts.bilateral.numbers, options);
  const differences = actual.flatMap(({ values }, channel) =>
    values.map((value, at) => Math.abs(value - expected[channel][at])),
  );
  expect(Math.max(...differences)).toBeLessThanOrEqual(BYTES);
});

test('a motion blur straight up is a column of equal weights', async () => {
  const column = Array.from({ length: 9 }, () => [1 / 9]);
  const stage = { type: 'motion-blur', length: 9, angle: 90 } as const;
  const result = await lane.call<Pixels>('filterPixels', picture, stage);
  expect(worstShare(result, filterByReference(planesOf(picture), picture, column))).toBeLessThanOrEqual(1);
  const definition = motionLine(90, 9).map((row) => row[4]);
  expect(Math.max(...definition.map((weight) => Math.abs(weight - 1 / 9)))).toBeLessThan(2 ** -52);
});

// whose border OpenCV fixes
describe("'image_canny'", () => {
  /** Noise, with slopes of every size up to a few times as much. */
  function grayNoise(most: number): Pixels {
    const { data, ...size } = drawnPicture(120, 90, 5);
    const gray = (at: number) => 90 + ((data[at - (at % 4)] * 37) % most);
    return { ...size, data: data.map((_, at) => (at % 4 === 3 ? 255 : gray(at))) };
  }
  /** Pixels that OpenCV shows otherwise. */
  async function differentFromOpenCv(
    gray: Pixels,
    { data }: Pixels,
    low: number,
    high: number,
  ): Promise<number> {
    const canny: CvOperation = (cv, input, output) => {
      const single = new cv.Mat();
      cv.cvtColor(input, single, cv.COLOR_RGB2GRAY);
      cv.Canny(single, output, low, high);
      single.delete();
    };
    const [edges] = await byOpenCv(gray, 'replicate', 0, canny, { depth: 'bytes' });
    expect(new Set(edges)).toEqual(new Set([0, 1]));
    return edges.filter((value, at) => value * 255 !== data[4 * at]).length;
  }

  test.each([
    [40, 120],
    [100, 100],
    [60, 200],
  ])(
    "with thresholds %i and %i is OpenCV's, pixel by pixel, and not that with one 2 more or less",
    async (low, high) => {
      const gray = grayNoise(Math.ceil(high / 3));
      const result = await lane.call<Pixels>('filterPixels', gray, { type: 'canny', low, high, sigma: 0 });
      expect(await differentFromOpenCv(gray, result, low, high)).toBe(0);
      // |x| + |y| of Sobel's slopes is even
      const by2 = [-2, 2].flatMap((step) =>
        low === high
          ? [[low + step, high + step]]
          : [
              [low + step, high],
              [low, high + step],
            ],
      );
      for (const [otherLow, otherHigh] of by2) {
        expect(
          await differentFromOpenCv(gray, result, otherLow, otherHigh),
          `${otherLow}, ${otherHigh}`,
        ).toBeGreaterThan(0);
      }
    },
  );

  test.each([0.6, 1.4, 3])(
    'blurs by %f before, as the Gaussian does, and not by 1.5 % more or less',
    async (sigma) => {
      const gray = grayNoise(150);
      const thresholds = { low: 30 / sigma, high: 50 / sigma };
      const afterGaussian = (before: number) =>
        lane.call<Pixels>('filterPixels', gray, [
          { type: 'gaussian', sigma: before },
          { type: 'canny', ...thresholds, sigma: 0 },
        ]);
      const { data } = await lane.call<Pixels>('filterPixels', gray, { type: 'canny', ...thresholds, sigma });
      expect(data).toEqual((await afterGaussian(sigma)).data);
      for (const other of [sigma * 1.015, sigma / 1.015])
        expect(data).not.toEqual((await afterGaussian(other)).data);
    },
  );
});

test('every preset has a counterpart, or its own test', () => {
  const own: PresetName[] = ['canny'];
  expect([...types, ...own].sort()).toEqual(Object.keys(presets).sort());
});
