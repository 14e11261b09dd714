import { describe, expect, test } from 'vitest';
import type { ImageFilterInput, ImportPath, Matrix } from '../../src/image/index.ts';
import { UNIT_ROUNDOFF } from '../bounds/rounding.ts';
import { drawnPicture, filterByReference, plane, planesOf, worstShare } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { CodedFrame, Pixels } from './page/image.ts';

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
    expect(worstShare(pixels, expected)).toBeLessThanOrEqual(1);
  });

  test('says why where none works', async () => {
    const call = lane.call('filterSource', 'ImageBitmap', picture, spec, ['video-frame-copy']);
    await expect(call).rejects.toThrow(
      /this picture cannot be imported to the GPU here \(video-frame-copy: /,
    );
  });
});

describe.each(['image_planes'])('%s: frames as they are coded', (_) => {
  const size = { width: 70, height: 50 };
  const colors = { width: 35, height: 25 };
  /** Brightness everywhere, color differences at half the size: none like its neighbor. */
  const counted = ({ width, height }: typeof size, step: number) =>
    Array.from({ length: width * height }, (_, at) => 30 + ((at * step) % 190));
  const [luma, cb, cr] = [counted(size, 7), counted(colors, 11), counted(colors, 13)];
  /** A color difference at a pixel: they stand at the middle of 2 × 2 pixels, and the outermost go on beyond the edge. */
  const between = (values: readonly number[], x: number, y: number) => {
    const at = (column: number, row: number) =>
      values[clamp(row, colors.height) * colors.width + clamp(column, colors.width)];
    const [left, top] = [Math.floor((x - 1) / 2), Math.floor((y - 1) / 2)];
    const [right, below] = [(x - 0.5) / 2 - left, (y - 0.5) / 2 - top];
    const rowAt = (row: number) => at(left, row) * (1 - right) + at(left + 1, row) * right;
    return rowAt(top) * (1 - below) + rowAt(top + 1) * below;
  };
  const clamp = (index: number, size: number) => Math.min(Math.max(index, 0), size - 1);
  const takingTurns = cb.flatMap((value, at) => [value, cr[at]]);
  const shares = { bt709: [0.2126, 0.0722], smpte170m: [0.299, 0.114] };

  test.each([
    ['NV12', 'bt709', false, size],
    ['NV12', 'smpte170m', true, { width: 69, height: 49 }],
    ['I420', 'smpte170m', false, size],
    ['I420', 'bt709', true, { width: 69, height: 49 }],
  ] as const)('%s, %s, full range: %s, %o', async (format, matrix, fullRange, visible) => {
    const colorSpace = { matrix, fullRange, primaries: 'bt709', transfer: 'bt709' } as const;
    const bytes = [...luma, ...(format === 'NV12' ? takingTurns : [...cb, ...cr])];
    const frame: CodedFrame = { format, ...size, visible, bytes, colorSpace };
    const result = await lane.call<Pixels>('filterCodedFrame', frame);
    const [kr, kb] = shares[matrix];
    const depth = fullRange ? 255 : 224;
    const wanted = Array.from({ length: visible.width * visible.height }, (_, at) => {
      const [x, y] = [at % visible.width, Math.floor(at / visible.width)];
      const bright = (luma[y * size.width + x] - (fullRange ? 0 : 16)) / (fullRange ? 255 : 219);
      const red = bright + 2 * (1 - kr) * ((between(cr, x, y) - 128) / depth);
      const blue = bright + 2 * (1 - kb) * ((between(cb, x, y) - 128) / depth);
      return [red, (bright - kr * red - kb * blue) / (1 - kr - kb), blue];
    });
    // a dozen float32 operations on values up to 4
    const error = 4 * 12 * UNIT_ROUNDOFF;
    const expected = [0, 1, 2].map((channel) =>
      plane(
        wanted.map((pixel) => pixel[channel]),
        () => error,
      ),
    );
    expect(worstShare(result, expected)).toBeLessThanOrEqual(1);
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
    expect(worstShare(pixels, expected)).toBeLessThanOrEqual(1);
  });

  test('of another size, stretched', async () => {
    const flat = { width: 2, height: 2, data: Array(4).fill([10, 200, 90, 255]).flat() };
    const pixels = await lane.call<Pixels>('filterToCanvas', flat, 'identity', undefined, {
      width: 5,
      height: 3,
    });
    // sampling interpolates four equal bytes: 16 roundings are ample
    const wanted = [10, 200, 90].map((value) => plane(Array(15).fill(value / 255), () => 16 * UNIT_ROUNDOFF));
    expect(worstShare(pixels, wanted)).toBeLessThanOrEqual(1);
  });
});
