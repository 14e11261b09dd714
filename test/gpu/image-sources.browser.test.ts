import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, ImportPath, Matrix } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, largestError, planesOf, TOLERANCE } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(70, 50);
const matrix: Matrix = [
  [0, -0.5, 0],
  [0.25, 1, 0.5],
  [0, -0.25, 0],
];
const spec: ImageFilterInput = { type: 'matrix', matrix, border: 'replicate' };
const expected = filterByReference(planesOf(picture), picture, matrix, { border: 'replicate' });

interface Outcome {
  importPath: ImportPath;
  pixels: Pixels;
}

describe('sources', () => {
  const kinds = [
    'ImageData',
    'OffscreenCanvas',
    'HTMLCanvasElement',
    'ImageBitmap',
    'HTMLImageElement',
    'VideoFrame',
  ];
  test.each([...kinds, 'GPUTexture'])('%s', async (kind) => {
    const { pixels } = await lane.call<Outcome>('filterSource', kind, picture, spec);
    expect(largestError(pixels, expected)).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe('ways to the GPU', () => {
  const ways: [string, ImportPath, string][] = [
    ['VideoFrame', 'external-texture', 'image_frame'],
    ['VideoFrame', 'copy-external-image', 'no shader'],
    ['VideoFrame', 'image-bitmap', 'no shader'],
    ['VideoFrame', 'video-frame-copy', 'no shader'],
    ['ImageBitmap', 'copy-external-image', 'no shader'],
    ['OffscreenCanvas', 'image-bitmap', 'no shader'],
    ['GPUTexture', 'texture', 'image_texture'],
  ];
  test.each(ways)('%s by %s (%s)', async (kind, path) => {
    const { importPath, pixels } = await lane.call<Outcome>('filterSource', kind, picture, spec, [path]);
    expect(importPath).toBe(path);
    expect(largestError(pixels, expected)).toBeLessThanOrEqual(TOLERANCE);
  });

  test('says why where none works', async () => {
    const call = lane.call('filterSource', 'ImageBitmap', picture, spec, ['video-frame-copy']);
    await expect(call).rejects.toThrow(/this picture cannot be brought to the GPU here \(video-frame-copy: /);
  });
});

describe('canvases', () => {
  const ways: [string, string, Omit<GPUCanvasConfiguration, 'device'> | undefined][] = [
    ['left to the filter', 'no shader', undefined],
    ['in bgra8unorm, for drawing only', 'image_draw', { format: 'bgra8unorm' }],
    ['with premultiplied alpha', 'image_draw', { format: 'rgba8unorm', alphaMode: 'premultiplied' }],
  ];
  test.each(ways)('%s (%s)', async (_, _shader, configuration) => {
    const pixels = await lane.call<Pixels>('filterToCanvas', picture, spec, configuration);
    expect(largestError(pixels, expected)).toBeLessThanOrEqual(TOLERANCE);
  });

  test('of another size, stretched', async () => {
    const flat = { width: 2, height: 2, data: Array(4).fill([10, 200, 90, 255]).flat() };
    const pixels = await lane.call<Pixels>('filterToCanvas', flat, 'identity', undefined, {
      width: 5,
      height: 3,
    });
    const wanted = [10, 200, 90].map((value) => Array(15).fill(value / 255));
    expect(largestError(pixels, wanted)).toBeLessThanOrEqual(TOLERANCE);
  });
});
