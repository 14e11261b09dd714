import { expect, test } from 'vitest';
import type { Matrix, VideoStats } from '../../src/image/index.ts';
import { drawnPicture, filterByReference, planesOf, worstShare } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';

const matrix: Matrix = [
  [0, -0.5, 0],
  [0.25, 1, 0.5],
  [0, -0.25, 0],
];
const spec = { type: 'matrix', matrix } as const;

test('a live video is filtered frame by frame onto a canvas', async () => {
  const { stats, shown, original } = await lane.call<{ stats: VideoStats; shown: Pixels; original: Pixels }>(
    'filterLive',
    drawnPicture(160, 120),
    spec,
    10,
  );
  expect(stats.frames).toBeGreaterThanOrEqual(10);
  expect(stats.fps).toBeGreaterThan(0);
  expect(stats.latencyMs).toBeGreaterThan(0);
  expect(stats.importPath).toBeDefined();
  if (lane.features.includes('timestamp-query')) expect(stats.gpuMs).toBeGreaterThan(0);
  const expected = filterByReference(planesOf(original), original, matrix);
  expect(worstShare(shown, expected)).toBeLessThanOrEqual(1);
});

test('a device destroyed while filtering is replaced, and frames come again', async () => {
  const { stats, reason } = await lane.call<{ stats: VideoStats; reason: string }>(
    'loseDeviceLive',
    drawnPicture(160, 120),
  );
  expect(reason).toBe('destroyed');
  expect(stats.recoveries).toBe(1);
});
