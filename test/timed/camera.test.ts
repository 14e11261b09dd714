import { expect, test } from 'vitest';
import { lane } from '../gpu/lane.ts';
import { openLivePage } from '../gpu/live-page.ts';
import { makeFilm, movingBar } from '../gpu/y4m.ts';

interface Timing {
  width: number;
  height: number;
  importPath: string;
  library: number;
  naive: number;
}

test('a 640×480 camera frame through a 3×3 filter beats nine loads of the video texture a pixel', async () => {
  const film = makeFilm(640, 480, 20, movingBar);
  const live = await openLivePage(film.flags);
  try {
    const { width, height, importPath, library, naive } = await live.call<Timing>('timeCameraFrame', 15);
    console.log(
      `${width}×${height} camera frame, 3×3 to canvas on ${lane.adapter}: ${library.toFixed(1)} ms (${importPath}); naive ${naive.toFixed(1)} ms`,
    );
    expect([width, height]).toEqual([640, 480]);
    // on a processor the frame has to be read nine times as often; on a GPU both are over before one can tell
    if (/swiftshader/i.test(lane.adapter)) expect(library).toBeLessThan(naive);
  } finally {
    await live.close();
    film.delete();
  }
});
