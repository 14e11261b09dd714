import { expect, test } from 'vitest';
import { openDemo } from '../gpu/demo-page.ts';
import { drawnPicture } from '../gpu/image-oracle.ts';
import { lane } from '../gpu/lane.ts';
import { openLivePage } from '../gpu/live-page.ts';
import { comesToRest } from '../gpu/rest.ts';
import { makeFilm, movingBar } from '../gpu/y4m.ts';

/** How long after the loss of its device something goes on at the latest. */
const MAX_MS = 1000;

test('a live loop shows frames again within a second', async () => {
  const { recoveryMs } = await lane.call<{ recoveryMs: number }>('loseDeviceLive', drawnPicture(160, 120));
  console.log(`device destroyed: frames again after ${recoveryMs.toFixed(0)} ms`);
  expect(recoveryMs).toBeLessThan(MAX_MS);
});

test('a track that is filtered in a worker has frames again within a second', async () => {
  const film = makeFilm(320, 240, 30, movingBar);
  const live = await openLivePage(film.flags);
  try {
    await live.call('startTrack', 'camera', 'identity', { whenHidden: 'pause' });
    await live.call('destroyTrackDevice'); // the window's, which has nothing to do with it
    await live.hide(true);
    await comesToRest(() => live.call('trackStats'));
    await live.crashGpu();
    await live.hide(false);
    const recoveryMs = await live.call<number>('trackRecovery');
    console.log(`GPU process crashed: frames again after ${recoveryMs.toFixed(0)} ms`);
    expect(recoveryMs).toBeLessThan(MAX_MS);
  } finally {
    await live.close();
    film.delete();
  }
});

test('the demo has another device within a second', async () => {
  const demo = await openDemo('#/live?source=scene');
  try {
    await demo.page.waitForSelector('[data-reading=importPath] dd:not(:empty)');
    const recoveryMs = await demo.page.evaluate(async () => {
      const count = document.querySelector('[data-reading=recoveries] dd')!;
      const lostAt = performance.now();
      const recovered = new Promise<number>((resolve) => {
        new MutationObserver(() => resolve(performance.now() - lostAt)).observe(count, { childList: true });
      });
      window.gpuWatch.devices.at(-1)!.destroy();
      return recovered;
    });
    console.log(`device destroyed: the demo has another one after ${recoveryMs.toFixed(0)} ms`);
    expect(recoveryMs).toBeLessThan(MAX_MS);
  } finally {
    await demo.close();
  }
});
