import { expect, test } from 'vitest';
import { openDemo } from '../gpu/demo-page.ts';
import { openLivePage } from '../gpu/live-page.ts';
import { makeFilm, movingBar } from '../gpu/y4m.ts';

test('the page answers while it trains', async () => {
  const demo = await openDemo('#/learn/7');
  try {
    await demo.page.locator('[data-figure=digits] .primary:not(:disabled)').click();
    const step = () => demo.page.$eval('[data-reading=step] dd', ({ textContent }) => Number(textContent));
    await expect.poll(step).toBeGreaterThan(0);
    // the longest that a timer of the page is late, over two seconds of training
    const lateMs = await demo.page.evaluate(async () => {
      let worst = 0;
      for (const end = performance.now() + 2000; performance.now() < end; ) {
        const start = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 10));
        worst = Math.max(worst, performance.now() - start - 10);
      }
      return worst;
    });
    console.log(`a timer is at most ${lateMs.toFixed(0)} ms late while training`);
    expect(lateMs).toBeLessThan(1000);
  } finally {
    await demo.close();
  }
});

test('a track that is filtered in a worker has at least 5 frames per second while the window is busy', async () => {
  const film = makeFilm(320, 240, 30, movingBar);
  const live = await openLivePage(film.flags);
  try {
    await live.call('startTrack', 'camera', 'identity', { worker: true });
    const frames = await live.call<number>('framesWhileBusy', 2000);
    console.log(`${frames} frames while the window was busy for 2 s`);
    expect(frames).toBeGreaterThanOrEqual(10);
  } finally {
    await live.close();
    film.delete();
  }
});
