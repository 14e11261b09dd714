import type { Page } from 'puppeteer';
import { conv2dReference, type PaddingMode } from '../../src/index.ts';

/** Red, green, blue and alpha, row by row. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** What an element of the page (canvas or video) shows. */
export async function readPixels(page: Page, selector: string): Promise<Pixels> {
  const { width, height, base64 } = await page.$eval(selector, async (element) => {
    const source = element as HTMLCanvasElement & HTMLVideoElement;
    const [w, h] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
    const pen = new OffscreenCanvas(w, h).getContext('2d')!;
    pen.drawImage(source, 0, 0);
    const { data } = pen.getImageData(0, 0, w, h);
    const url = await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(new Blob([data as Uint8ClampedArray<ArrayBuffer>]));
    });
    return { width: w, height: h, base64: url.slice(url.indexOf(',') + 1) };
  });
  return { width, height, data: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/**
 * Runs in the page before the demo: copies the result canvas whenever something is submitted, since a WebGPU canvas
 * gives its pixels only to the task that drew them.
 */
export function keepResults(): void {
  const kept = document.createElement('canvas');
  kept.id = 'kept-result';
  kept.hidden = true;
  addEventListener('DOMContentLoaded', () => document.documentElement.append(kept));
  const submit = GPUQueue.prototype.submit;
  GPUQueue.prototype.submit = function (this: GPUQueue, buffers) {
    submit.call(this, buffers);
    const shown = document.querySelector<HTMLCanvasElement>('canvas[data-result]');
    if (!shown || shown.width === 0) return;
    const copy = new OffscreenCanvas(shown.width, shown.height).getContext('2d', {
      willReadFrequently: true,
    })!;
    copy.drawImage(shown, 0, 0);
    if (copy.getImageData(0, 0, 1, 1).data[3] === 0) return; // this submission was about something else
    Object.assign(kept, { width: shown.width, height: shown.height });
    kept.getContext('2d')!.drawImage(copy.canvas, 0, 0);
  };
}

/** What the result canvas showed last; needs {@link keepResults}. */
export const readResult = (page: Page) => readPixels(page, '#kept-result');

/** A matrix filter as the page is told of it. */
export interface MatrixFilter {
  rows: readonly (readonly number[])[];
  scale: number;
  bias: number;
  border: PaddingMode;
}

/** A picture through a matrix by the float64 reference, per color, from 0 to 255 and clamped but not rounded. */
export function filterByReference(
  picture: Pixels,
  { rows, scale, bias, border }: MatrixFilter,
): Float64Array {
  const { width, height, data } = picture;
  const planes = [0, 1, 2].flatMap((c) => Array.from({ length: width * height }, (_, i) => data[4 * i + c]));
  const [top, left] = [rows.length >> 1, rows[0].length >> 1];
  const weights = rows.flat().map((weight) => weight * scale);
  return conv2dReference(
    { data: planes, shape: [1, 3, height, width] },
    { data: [...weights, ...weights, ...weights], shape: [3, 1, rows.length, rows[0].length] },
    {
      groups: 3,
      padding: [top, rows.length - 1 - top, left, rows[0].length - 1 - left],
      paddingMode: border,
      bias: { data: Array(3).fill(bias * 255), shape: [3] },
      activation: { type: 'clamp', min: 0, max: 255 },
    },
  ).data;
}

/** The largest difference, over all pixels and colors, between what the page shows and the reference. */
export function largestDifference(shown: Pixels, expected: Float64Array): number {
  const count = shown.width * shown.height;
  let largest = 0;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      largest = Math.max(largest, Math.abs(shown.data[4 * i + c] - expected[c * count + i]));
    }
  }
  return largest;
}

/** 1/255, and half of it for rounding to a whole number. */
export const TOLERANCE = 1.5;
