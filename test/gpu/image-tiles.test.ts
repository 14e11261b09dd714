import { describe, expect, test } from 'vitest';
import { type ImageFilterInput, type PresetName, presets, type Stage } from '../../src/image/index.ts';
import type { PaddingMode } from '../../src/problem/options.ts';
import { drawnPicture } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { TiledReport } from './page/image-tiles.ts';

/** Of sides that tiles of one size cover, since it is pipelines that cost time; alpha comes and goes. */
const picture = drawnPicture(192, 256);
picture.data = picture.data.map((value, at) => (at % 4 === 3 ? Math.min(255, 60 + (at % 860)) : value));
/** Bindings that hold 128×128 pixels of half floats. */
const limits = { maxStorageBufferBindingSize: 128 * 128 * 8 };
const borders: PaddingMode[] = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'];
const borderColor = [0.9, 0.2, 0.4, 0.5] as const;

async function expectEqual(spec: ImageFilterInput, of = picture, within = limits): Promise<TiledReport> {
  const report = await lane.call<TiledReport>('compareTiled', of, spec, within);
  expect(report).toMatchObject({ countDifferent: 0, first: [] });
  expect(report.tileCount).toBeGreaterThan(1);
  expect(report.largestBuffer).toBeLessThanOrEqual(within.maxStorageBufferBindingSize);
  return report;
}

/** Numbers under which the halo still leaves room in such a tile. */
const numbers: Partial<Record<PresetName, Record<string, number>>> = {
  box: { radius: 20 },
  gaussian: { sigma: 4 },
  bilateral: { radius: 3 },
  canny: { low: 100, high: 300, sigma: 1 },
};

/** In Node, where compiling takes longest, one preset of each kind of pass. */
const families: PresetName[] = [
  'box',
  'gaussian',
  'motion-blur',
  'sobel',
  'edge-overlay',
  'canny',
  'bilateral',
];
const types = lane.name === 'chrome' ? (Object.keys(presets) as PresetName[]) : families;

test.each(types.map((type, index) => [type, borders[index % 6]] as const))(
  '%s in tiles is the whole picture, bit for bit (%s)',
  async (type, border) => {
    await expectEqual({ type, ...numbers[type], border, borderColor, scale: 0.7, bias: 0.1 } as Stage);
  },
);

/** A chain and what is special about it in tiles. */
const chains: Record<string, ImageFilterInput> = {
  'linear light': { stages: [{ type: 'gaussian', sigma: 3 }], arithmetic: 'linear' },
  'premultiplied, merged and separate passes': {
    stages: ['sharpen', { type: 'box', radius: 9 }, { type: 'bilateral', radius: 2, bias: 0.1 }, 'emboss'],
    alpha: 'premultiplied',
    border: 'symmetric',
  },
  'an anchor in the corner, iterated': {
    type: 'matrix',
    matrix: [
      [0.2, 0.3],
      [0.1, 0.4],
    ],
    anchor: [0, 1],
    iterations: 9,
  },
  'borders of every kind': borders.map((border) => ({ type: 'emboss', border, borderColor })),
  'the repeated picture between others': [
    { type: 'box', radius: 3, scale: 1.2, border: 'reflect' },
    { type: 'motion-blur', length: 9, angle: 30, border: 'circular' },
    { type: 'bilateral', radius: 2, border: 'circular', scale: 0.9 },
    { type: 'sobel', border: 'replicate' },
  ],
  'Canny, then more': {
    stages: [
      'sharpen',
      { type: 'canny', low: 80, high: 300, sigma: 1, scale: 0.5, bias: 0.2 },
      { type: 'gaussian', sigma: 2 },
    ],
    border: 'circular',
  },
  'Canny last in linear light': {
    stages: [
      { type: 'box', radius: 2 },
      { type: 'canny', low: 300, high: 80, sigma: 0 },
    ],
    arithmetic: 'linear',
  },
  nothing: [],
};

test('sides that are no multiple of a tile', async () => {
  const report = await expectEqual(
    { type: 'bilateral', radius: 2, border: 'symmetric' },
    drawnPicture(215, 203),
  );
  expect(report.tileCount).toBe(9);
});

test.each(Object.keys(chains))('a chain in tiles: %s', async (name) => {
  await expectEqual(chains[name]);
});

describe('wide Gaussians, whose reduced pixels lie where they do in the whole picture', () => {
  const wide = drawnPicture(259, 320);
  const within = { maxStorageBufferBindingSize: 320 * 192 * 8 };

  test.each([
    [16, 'reflect'],
    [9, 'circular'],
  ] as const)('sigma %i, %s, and a chain around it', async (sigma, border) => {
    const stages = [
      { type: 'gaussian', sigma, bias: 0.1, borderColor } as const,
      'sobel',
      'sharpen',
    ] as const;
    await expectEqual({ stages, border }, wide, within);
  });
});

test("Canny's edges are followed through every tile from one steep pixel", async () => {
  const faint = drawnPicture(215, 203);
  const rowOf = (x: number) => 100 + Math.round(60 * Math.sin(x / 20));
  faint.data = faint.data.map((_, at) => {
    const [x, y] = [(at >> 2) % 215, Math.floor((at >> 2) / 215)];
    return at % 4 === 3 || y < rowOf(x) ? 255 : Math.min(235, 150 + 3 * x);
  });
  const canny = { type: 'canny', low: 30, high: 250, sigma: 0 } as const;
  const { data } = await lane.call<{ data: number[] }>('filterPixels', faint, canny);
  const lastColumns = data.filter((_, at) => at % 4 === 0 && (at >> 2) % 215 > 205);
  expect(lastColumns).toContain(255);
  await expectEqual(canny, faint);
});

test.each([
  [1500, 1, { type: 'gaussian', sigma: 4 }],
  [3, 1500, { type: 'box', radius: 20, border: 'symmetric' }],
] as const)('%i×%i pixels: one axis is whole, however far taps lie outside', async (width, height, stage) => {
  const maxStorageBufferBindingSize = height === 1 ? 8192 : 64 * 256 * 8;
  await expectEqual(stage, drawnPicture(width, height), { maxStorageBufferBindingSize });
});

test('what reaches too far for any tile is refused, in words', async () => {
  const spec = { type: 'box', radius: 60, iterations: 3 };
  const { name, message } = await lane.call<Error>('refuseTiled', picture, spec, { maxBufferSize: 2 ** 16 });
  expect(name).toBe('LimitExceededError');
  expect(message).toMatch(/reads 180 rows and 180 columns around.*maxBufferSize of this device is 65536/);
});

test('a picture that a filter cannot take whole is refused with the way to do it', async () => {
  const { name, message } = await lane.call<Error>('refuseWhole', picture, 'sobel', {
    maxBufferSize: 2 ** 16,
  });
  expect(name).toBe('LimitExceededError');
  expect(message).toMatch(/a picture of 192×256 .*filterPixels\(\)/);
});

test.each([
  [{ width: 0 }, /pixels.width: got 0/],
  [{ height: 2.5 }, /pixels.height: got 2.5/],
  [{ width: 10 }, /pixels.data: .*needs 10240 bytes: 4 for each of 10×256 pixels/],
])('bad pixels %o are refused', async (wrong, words) => {
  const { name, message } = await lane.call<Error>('refuseTiled', { ...picture, ...wrong }, 'sobel', {});
  expect(name).toBe('InvalidArgumentError');
  expect(message).toMatch(words);
});
