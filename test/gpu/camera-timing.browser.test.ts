import { expect, inject, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { lane } from './lane.ts';
import type { Outcome } from './page/registry.ts';
import { makeFilm, movingBar } from './y4m.ts';

interface Timing {
  width: number;
  height: number;
  importPath: string;
  library: number;
  naive: number;
}

test('a 640×480 camera frame through a 3×3 filter beats nine loads of the video texture a pixel', async () => {
  const film = makeFilm(640, 480, 20, movingBar);
  const browser = await launchChrome(film.flags);
  try {
    const page = await browser.newPage();
    await page.goto(`${inject('serverUrl')}/test/gpu/page.html`);
    await page.waitForFunction(() => 'callRegistered' in window);
    const json = await page.evaluate(() => window.callRegistered('timeCameraFrame', '[15]'));
    const { value, error, gpuErrors }: Outcome = JSON.parse(json);
    expect({ error, gpuErrors }).toEqual({ error: undefined, gpuErrors: [] });
    const { width, height, importPath, library, naive } = value as Timing;
    console.log(
      `${width}×${height} camera frame, 3×3 to canvas on ${lane.adapter}: ${library.toFixed(1)} ms (${importPath}); naive ${naive.toFixed(1)} ms`,
    );
    expect([width, height]).toEqual([640, 480]);
    // on a processor the frame has to be read nine times as often; on a GPU both are over before one can tell
    if (/swiftshader/i.test(lane.adapter)) expect(library).toBeLessThan(naive);
  } finally {
    await browser.close();
    film.delete();
  }
});
