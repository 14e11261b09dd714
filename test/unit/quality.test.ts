import { expect, test } from 'vitest';
import { QualityController } from '../../src/image/live/quality.ts';

/** What a frame takes at a part of its width and height, at a time; milliseconds. */
type Cost = (scale: number, nowMs: number) => number;

/** Frames of a camera of 30 a second for some seconds: the scales chosen, each with the time it was taken up. */
function play(controller: QualityController, seconds: number, cost: Cost, fromMs = 0) {
  const changes: { atMs: number; scale: number }[] = [];
  let scale = controller.scale;
  let nowMs = fromMs;
  while (nowMs < fromMs + seconds * 1000) {
    const costMs = cost(controller.scale, nowMs);
    nowMs += Math.max(costMs, 1000 / 30);
    controller.frame(nowMs, costMs);
    if (controller.scale !== scale) {
      scale = controller.scale;
      changes.push({ atMs: nowMs, scale });
    }
  }
  return changes;
}

const proportional =
  (fullMs: number, fixedMs = 0): Cost =>
  (scale) =>
    fixedMs + fullMs * scale * scale;

test('what fits stays at full size', () => {
  const controller = new QualityController(30);
  expect(play(controller, 60, proportional(30))).toEqual([]);
  expect(controller.scale).toBe(1);
});

test.each([
  [50, 0.75],
  [100, 0.5],
  [200, 0.375],
  [400, 0.25],
  [5000, 0.25],
])(
  'a frame of %d ms at full size is processed at %d, decided within a second of late frames',
  (fullMs, scale) => {
    const controller = new QualityController(30);
    const changes = play(controller, 60, proportional(fullMs));
    expect(controller.scale).toBe(scale);
    expect(changes).toHaveLength(1);
    expect(changes[0].atMs).toBeLessThanOrEqual(11 * fullMs);
  },
);

test('the size is rounded, and never nothing', () => {
  const controller = new QualityController(30);
  play(controller, 10, proportional(100));
  expect(controller.sizeOf({ width: 641, height: 1 })).toEqual({ width: 321, height: 1 });
});

test('goes up again, level by level, once the load is gone', () => {
  const controller = new QualityController(30);
  play(controller, 10, proportional(400));
  const changes = play(controller, 30, proportional(10), 10_000);
  expect(changes.map(({ scale }) => scale)).toEqual([0.375, 0.5, 0.75, 1]);
  expect(changes[3].atMs - 10_000).toBeLessThan(10_000);
});

test.each([
  [25.5, 1], // leaves 0.24 of a frame's time
  [27.5, 0.75], // 0.18
  [32, 0.75], // 0.04
])(
  'takes up a size only with a fifth of the time to spare: a frame of %d ms there ends at %d',
  (ms, scale) => {
    const controller = new QualityController(30);
    play(controller, 10, proportional(50));
    expect(controller.scale).toBe(0.75);
    play(controller, 60, proportional(ms), 10_000);
    expect(controller.scale).toBe(scale);
  },
);

test('does not swing at a load on the edge: rises that fail come ever more seldom', () => {
  // looks as if it fitted from below, and does not: a level up costs more than in proportion
  const controller = new QualityController(30);
  const changes = play(controller, 600, (scale) => (scale > 0.5 ? 40 : 8));
  const rises = changes.filter(({ scale }) => scale > 0.5).map(({ atMs }) => atMs);
  expect(rises.length).toBeLessThanOrEqual(15);
  const gaps = rises.slice(1).map((atMs, index) => atMs - rises[index]);
  expect(gaps.at(-1)).toBeGreaterThanOrEqual(60_000);
});

test('one late frame in three, or a noisy clock, changes nothing', () => {
  const controller = new QualityController(30);
  let count = 0;
  expect(play(controller, 60, () => (count++ % 3 === 0 ? 60 : 20))).toEqual([]);
});

test('a fall that does not help is taken back, and not tried again soon', () => {
  const controller = new QualityController(30);
  const changes = play(controller, 120, () => 50);
  expect(changes.slice(0, 5).map(({ scale }) => scale)).toEqual([0.75, 0.5, 0.375, 0.25, 1]);
  const full = changes.filter(({ scale }) => scale === 1);
  expect(full.length).toBeLessThanOrEqual(7);
  // nearly all of the time at full size
  let atLessMs = 0;
  changes.forEach(({ atMs, scale }, index) => {
    if (scale < 1) atLessMs += (changes[index + 1]?.atMs ?? 120_000) - atMs;
  });
  expect(atLessMs).toBeLessThan(15_000);
});

test('a load that comes much later than a fall that helped is no reason to take it back', () => {
  const controller = new QualityController(30);
  play(controller, 10, proportional(100));
  expect(controller.scale).toBe(0.5);
  const changes = play(controller, 20, proportional(200), 10_000);
  expect(changes.map(({ scale }) => scale)).toEqual([0.375]);
});

test('frames that compile are not counted: after a change of size, filter or device', () => {
  const controller = new QualityController(30);
  let nowMs = 0;
  for (let round = 0; round < 20; round++) {
    controller.settle();
    for (const costMs of [900, 900, ...Array(20).fill(20)]) {
      nowMs += costMs;
      controller.frame(nowMs, costMs);
      expect(controller.scale).toBe(1);
    }
  }
});
