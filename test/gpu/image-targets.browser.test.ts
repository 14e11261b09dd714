import { expect, test } from 'vitest';
import type { ImageFilterInput, Matrix } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, planesOf, worstShare } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';

const picture = drawnPicture(61, 37);
const matrix: Matrix = [
  [0, -0.5, 0],
  [0.25, 1, 0.5],
  [0, -0.25, 0],
];
const spec: ImageFilterInput = { type: 'matrix', matrix, border: 'replicate' };

const EVERYWHERE = [
  'VideoFrame',
  'ImageBitmap',
  'OffscreenCanvas',
  'ImageData',
  'GPUTexture',
  'GPUTexture to copy',
];
const IN_WINDOWS = ['HTMLVideoElement', 'HTMLImageElement', 'HTMLCanvasElement'];
const TARGETS = ['offscreen canvas context', 'GPUTexture'];

const pairs = (sources: string[], targets: string[]) =>
  sources.flatMap((source) => targets.map((target): [string, string] => [source, target]));

function expectFiltered({ shown, original }: { shown: Pixels; original: Pixels }): void {
  const expected = filterByReference(planesOf(original), original, matrix, { border: 'replicate' });
  expect(worstShare(shown, expected)).toBeLessThanOrEqual(1);
}

test.each(pairs([...IN_WINDOWS, ...EVERYWHERE], ['canvas context', ...TARGETS]))(
  'in a window, %s onto a %s',
  async (source, target) => {
    expectFiltered(await lane.call('filterOnto', source, target, picture, spec));
  },
);

test.each(pairs(EVERYWHERE, TARGETS))('in a worker, %s onto a %s', async (source, target) => {
  expectFiltered(await lane.call('callInWorker', 'filterOnto', source, target, picture, spec));
});
