import { h } from '../app/dom.ts';
import type { Lifetime } from '../app/lifetime.ts';
import { drawScene } from './scene.ts';
import type { Frame, Source } from './source.ts';

const SCENE_SIZE = { width: 640, height: 480 };
const STILL_SIZE = { width: 960, height: 720 };
/** The moment that a still shows, in seconds. */
const STILL_SECONDS = 3;
const LONGEST_PICTURE = 1600;

/** Draws a picture of a size at a time. */
type Drawing = (pen: CanvasRenderingContext2D, width: number, height: number, seconds: number) => void;

/** The built-in moving scene; where motion is unwelcome it stands still. */
export function openScene(): Source {
  return openDrawing(drawScene);
}

/** Anything that is drawn anew for each frame. */
export function openDrawing(drawing: Drawing): Source {
  const canvas = h('canvas', SCENE_SIZE);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!; // in main memory: quick to hand on
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  const draw = (timeMs: number) =>
    drawing(pen, canvas.width, canvas.height, stillness.matches ? STILL_SECONDS : timeMs / 1000);
  draw(performance.now());
  return {
    kind: 'scene',
    label: '',
    element: canvas,
    watchFrames(lifetime, onFrame) {
      const tick = () => {
        if (lifetime.isOver) return;
        const capturedMs = performance.now();
        draw(capturedMs);
        onFrame({ image: canvas, capturedMs, missed: 0 });
        requestAnimationFrame(tick);
      };
      tick();
    },
    close() {},
  };
}

/** The built-in picture: one moment of the scene, finer. */
export function openStill(): Source {
  const canvas = h('canvas', STILL_SIZE);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!; // in main memory: quick to hand on
  drawScene(pen, canvas.width, canvas.height, STILL_SECONDS);
  return stillSource('still', '', canvas);
}

/** A picture file, at most 1600 pixels along its longer side. */
export async function openPicture(file: File): Promise<Source> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_PICTURE / Math.max(bitmap.width, bitmap.height));
  const canvas = h('canvas', {
    width: Math.max(1, Math.round(bitmap.width * scale)),
    height: Math.max(1, Math.round(bitmap.height * scale)),
  });
  const pen = canvas.getContext('2d', { willReadFrequently: true })!; // in main memory: quick to hand on
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return stillSource('picture', file.name, canvas);
}

/** A source of one frame. */
function stillSource(kind: Source['kind'], label: string, canvas: HTMLCanvasElement): Source {
  return {
    kind,
    label,
    element: canvas,
    watchFrames: (_: Lifetime, onFrame: (frame: Frame) => void) =>
      onFrame({ image: canvas, capturedMs: performance.now(), missed: 0 }),
    close() {},
  };
}
