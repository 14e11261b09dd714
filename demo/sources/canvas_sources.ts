import type { Size } from 'webgpu-conv/image';
import { h } from '../app/dom.ts';
import type { Lifetime } from '../app/lifetime.ts';
import { drawScene } from './scene.ts';
import type { Frame, Source } from './source.ts';

const SCENE_SIZE = { width: 640, height: 480 };
const STILL_SIZE = { width: 960, height: 720 };
/** Time of the scene that a still shows, in seconds. */
const STILL_SECONDS = 3;
const LONGEST_PICTURE = 1600;

/** Draws a picture of a size, as it is at a time. */
type Drawing = (pen: CanvasRenderingContext2D, width: number, height: number, seconds: number) => void;

/** The built-in moving scene. It stands still if the user prefers reduced motion. */
export function openScene(): Source {
  return openDrawing(drawScene);
}

/** A source that draws each frame. */
export function openDrawing(drawing: Drawing): Source {
  const pen = canvasPen(SCENE_SIZE);
  const { canvas } = pen;
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

/** The built-in picture: one moment of the scene, at a higher resolution. */
export function openStill(): Source {
  const pen = canvasPen(STILL_SIZE);
  drawScene(pen, STILL_SIZE.width, STILL_SIZE.height, STILL_SECONDS);
  return stillSource('still', '', pen.canvas);
}

/** A picture file, reduced to 1600 pixels along its longer side if it is larger. */
export async function openPicture(file: File): Promise<Source> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_PICTURE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvasPen({ width, height });
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return stillSource('picture', file.name, pen.canvas);
}

/** The context of a canvas that keeps its pixels in main memory: CPU adapters import those faster. */
export const canvasPen = (size: Size): CanvasRenderingContext2D =>
  h('canvas', { ...size }).getContext('2d', { willReadFrequently: true })!;

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
