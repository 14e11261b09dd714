import { expect, test } from 'vitest';
import { FrameLoop } from '../../src/image/live/frame_loop.ts';

/** A loop whose work ends when told, with what it worked on, dropped and reported. */
function openLoop() {
  const [worked, dropped, errors]: [string[], string[], unknown[]] = [[], [], []];
  const endings: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const work = (frame: string) => {
    worked.push(frame);
    return new Promise<void>((resolve, reject) => endings.push({ resolve, reject }));
  };
  const loop = new FrameLoop(work, {
    onDropped: (frame) => dropped.push(frame),
    onError: (error) => errors.push(error),
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const finish = () => {
    endings.shift()!.resolve();
    return settled();
  };
  const fail = (error: unknown) => {
    endings.shift()!.reject(error);
    return settled();
  };
  return { loop, worked, dropped, errors, finish, fail };
}

test('works on one frame at a time, and then on the newest', async () => {
  const { loop, worked, dropped, finish } = openLoop();
  for (const frame of ['a', 'b', 'c']) loop.show(frame);
  expect([worked, dropped, loop.isBusy]).toEqual([['a'], ['b'], true]);
  await finish();
  expect([worked, dropped, loop.isBusy]).toEqual([['a', 'c'], ['b'], true]);
  await finish();
  expect([worked, loop.isBusy]).toEqual([['a', 'c'], false]);
});

test('a frame shown in the moment that work ends is not lost', async () => {
  const { loop, worked, finish } = openLoop();
  loop.show('a');
  void loop.idle.then(() => loop.show('b'));
  await finish();
  expect(worked).toEqual(['a', 'b']);
});

test('works on the latest frame again, which is then not dropped', async () => {
  const { loop, worked, dropped, finish } = openLoop();
  loop.refresh();
  expect(worked).toEqual([]);
  loop.show('a');
  loop.refresh();
  loop.refresh();
  loop.show('b');
  expect(dropped).toEqual([]);
  await finish();
  await finish();
  loop.refresh();
  expect(worked).toEqual(['a', 'b', 'b']);
});

test('is idle once nothing is being worked on or waits', async () => {
  const { loop, finish } = openLoop();
  let isIdle = false;
  loop.show('a');
  loop.show('b');
  void loop.idle.then(() => {
    isIdle = true;
  });
  await finish();
  expect(isIdle).toBe(false);
  await finish();
  expect(isIdle).toBe(true);
});

test('forgets a frame that waits, and does not work on a forgotten one again', async () => {
  const { loop, worked, dropped, finish } = openLoop();
  loop.show('a');
  loop.show('b');
  loop.clear();
  loop.clear();
  expect(dropped).toEqual(['b']);
  await finish();
  loop.refresh();
  expect([worked, loop.isBusy]).toEqual([['a'], false]);
});

test('reports work that fails and goes on', async () => {
  const { loop, worked, errors, fail } = openLoop();
  loop.show('a');
  loop.show('b');
  await fail('broken');
  expect([errors, worked]).toEqual([['broken'], ['a', 'b']]);
});
