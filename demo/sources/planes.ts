import type { Size } from 'webgpu-conv/image';
import type { Rows } from '../app/convolver.ts';

/** Red, green and blue from 0 to 1. */
export type ColorPlanes = readonly [red: Rows, green: Rows, blue: Rows];

/** A canvas context that keeps its pixels in main memory. */
export function penOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}

/** An image's colors, reduced to `longest` pixels along its longer side if it is larger. */
export function grabPlanes(image: CanvasImageSource, size: Size, longest: number): ColorPlanes {
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  const pen = penOf(
    Math.max(1, Math.round(size.width * scale)),
    Math.max(1, Math.round(size.height * scale)),
  );
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, pen.canvas.width, pen.canvas.height);
  return planesOf(pen);
}

/** The colors of a canvas. */
export function planesOf(pen: OffscreenCanvasRenderingContext2D): ColorPlanes {
  const { width, height } = pen.canvas;
  const { data } = pen.getImageData(0, 0, width, height);
  const plane = (channel: number) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => data[(y * width + x) * 4 + channel] / 255),
    );
  return [plane(0), plane(1), plane(2)];
}
