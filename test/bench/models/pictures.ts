import type { Contestant, Entry } from '../contestant.ts';

/** Red, green and blue from 0 to 255, nhwc. */
export interface Pixels {
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: readonly [1, height: number, width: number, 3];
}

/** Decodes a picture by the browser. */
export async function readPicture(url: string): Promise<Pixels> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob(), { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return {
    data: Float32Array.from(
      { length: width * height * 3 },
      (_, at) => data[Math.floor(at / 3) * 4 + (at % 3)],
    ),
    shape: [1, height, width, 3],
  };
}

/** A square of `extent` rows and columns from `first` on. */
export function cropOf({ data, shape }: Pixels, first: number, extent: number): Pixels {
  const width = shape[2];
  const cropped = new Float32Array(extent * extent * 3);
  for (let row = 0; row < extent; row++) {
    const start = ((first + row) * width + first) * 3;
    cropped.set(data.subarray(start, start + extent * 3), row * extent * 3);
  }
  return { data: cropped, shape: [1, extent, extent, 3] };
}

/** Entries of those peers that are in the race. */
export function peersAmong(
  contestants: readonly Contestant[],
  entries: Readonly<Record<string, () => Entry | Promise<Entry>>>,
): Record<string, () => Promise<Entry>> {
  const present = Object.entries(entries).filter(([peer]) => contestants.some(({ name }) => name === peer));
  return Object.fromEntries(present.map(([peer, enter]) => [peer, async () => enter()]));
}
