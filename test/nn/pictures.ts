import { readFileSync } from 'node:fs';
import { loadPeer } from '../peers/load.mjs';

interface PngPackage {
  PNG: { sync: { read(bytes: Uint8Array): { width: number; height: number; data: Uint8Array } } };
}

/** A PNG file's colors, `[1, height, width, 3]`, each from 0 to 255. */
export async function readPng(file: string): Promise<{ data: number[]; shape: number[] }> {
  const { PNG } = (await loadPeer('pngjs')) as PngPackage;
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  const colors = Array.from(data).filter((_, index) => index % 4 !== 3);
  return { data: colors, shape: [1, height, width, 3] };
}

/** A block of a picture's pixels. */
export function cropPicture(
  { data, shape }: { data: number[]; shape: number[] },
  block: { row: number; column: number; height: number; width: number },
): { data: number[]; shape: number[] } {
  const [, , width, channels] = shape;
  const rows = Array.from({ length: block.height }, (_, row) => {
    const start = ((block.row + row) * width + block.column) * channels;
    return data.slice(start, start + block.width * channels);
  });
  return { data: rows.flat(), shape: [1, block.height, block.width, channels] };
}
