import type { Rows } from '../app/convolver.ts';
import { h } from '../app/dom.ts';
import { drawScene } from '../sources/scene.ts';

/** Longest side of the pictures that the lessons compute on. */
const LONGEST = 112;

/** Red, green and blue from 0 to 1. */
export type ColorPlanes = readonly [red: Rows, green: Rows, blue: Rows];

/** The built-in scene as planes. */
export function scenePlanes(): ColorPlanes {
  const pen = penOf(LONGEST, Math.round(LONGEST * 0.75));
  drawScene(pen, LONGEST, LONGEST * 0.75, 3);
  return planesOf(pen);
}

/** A field that gives the picture that somebody picks, made small. */
export function pictureField(label: string, onPicture: (planes: ColorPlanes) => void): HTMLElement {
  const field = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden' });
  field.addEventListener('change', async () => {
    const file = field.files?.[0];
    if (!file) return;
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const pen = penOf(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
    pen.drawImage(bitmap, 0, 0, pen.canvas.width, pen.canvas.height);
    bitmap.close();
    onPicture(planesOf(pen));
  });
  return h('label', { class: 'button file-button' }, label, field);
}

function penOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}

function planesOf(pen: OffscreenCanvasRenderingContext2D): ColorPlanes {
  const { width, height } = pen.canvas;
  const { data } = pen.getImageData(0, 0, width, height);
  const plane = (channel: number) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => data[(y * width + x) * 4 + channel] / 255),
    );
  return [plane(0), plane(1), plane(2)];
}
