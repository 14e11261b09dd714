import { pitchOf, type Size } from '../picture.ts';
import type { Span, Tile } from './tiles.ts';

/** A picture in host memory, rows without gaps: four 8-bit values a pixel, or four half floats. */
export interface HostPicture extends Size {
  readonly pixelBytes: 4 | 8;
  readonly data: Uint8Array<ArrayBuffer>;
}

export function emptyPicture({ width, height }: Size, isHalf: boolean): HostPicture {
  const pixelBytes = isHalf ? 8 : 4;
  return { width, height, pixelBytes, data: new Uint8Array(width * height * pixelBytes) };
}

/** Fills `rows` (as a picture on the GPU lies) with a tile, going on at the opposite edge where that lies outside. */
export function readTile(from: HostPicture, { rows, columns }: Tile, into: Uint8Array): void {
  const { width, height, pixelBytes, data } = from;
  const pitch = pitchOf(columns.size) * pixelBytes;
  const runs = runsOf(columns, width);
  for (let row = 0; row < rows.size; row++) {
    const line = wrapped(rows.start + row, height) * width;
    let target = row * pitch;
    for (const { start, size } of runs) {
      into.set(data.subarray((line + start) * pixelBytes, (line + start + size) * pixelBytes), target);
      target += size * pixelBytes;
    }
  }
}

/** Puts what is kept of a tile, as it lies on the GPU, where it belongs. */
export function writeTile(into: HostPicture, { rows, columns }: Tile, tile: Uint8Array): void {
  const { width, pixelBytes, data } = into;
  const pitch = pitchOf(columns.size) * pixelBytes;
  const left = (columns.keptStart - columns.start) * pixelBytes;
  for (let row = rows.keptStart; row < rows.keptStart + rows.keptSize; row++) {
    const from = (row - rows.start) * pitch + left;
    const target = (row * width + columns.keptStart) * pixelBytes;
    data.set(tile.subarray(from, from + columns.keptSize * pixelBytes), target);
  }
}

const wrapped = (index: number, size: number) => ((index % size) + size) % size;

/** A span as runs of columns that are there. */
function runsOf({ start, size }: Span, width: number): { start: number; size: number }[] {
  const runs: { start: number; size: number }[] = [];
  for (let done = 0; done < size; ) {
    const first = wrapped(start + done, width);
    const run = Math.min(size - done, width - first);
    runs.push({ start: first, size: run });
    done += run;
  }
  return runs;
}
