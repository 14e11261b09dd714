import { pitchOf, type Size } from '../picture.ts';
import type { Span, Tile } from './tiles.ts';

/** A picture in host memory, rows without gaps: four 8-bit values per pixel, or four half floats. */
export interface HostPicture extends Size {
  readonly pixelBytes: 4 | 8;
  readonly data: Uint8Array<ArrayBuffer>;
}

export function emptyPicture({ width, height }: Size, isHalf: boolean): HostPicture {
  const pixelBytes = isHalf ? 8 : 4;
  return { width, height, pixelBytes, data: new Uint8Array(width * height * pixelBytes) };
}

/** Copies a tile into `into`, laid out as on the GPU. Past an edge it continues at the opposite one. */
export function readTile(from: HostPicture, { rows, columns }: Tile, into: Uint8Array): void {
  const { width, height, pixelBytes, data } = from;
  const pitch = pitchOf(columns.input.size) * pixelBytes;
  const runs = runsOf(columns.input, width);
  for (let row = 0; row < rows.input.size; row++) {
    const line = wrapped(rows.input.start + row, height) * width;
    let target = row * pitch;
    for (const { start, size } of runs) {
      into.set(data.subarray((line + start) * pixelBytes, (line + start + size) * pixelBytes), target);
      target += size * pixelBytes;
    }
  }
}

/** Copies the kept part of `tile`, laid out as on the GPU, to its place in the picture. */
export function writeTile(into: HostPicture, { rows, columns }: Tile, tile: Uint8Array): void {
  const { width, pixelBytes, data } = into;
  const pitch = pitchOf(columns.input.size) * pixelBytes;
  const left = (columns.kept.start - columns.input.start) * pixelBytes;
  for (let row = rows.kept.start; row < rows.kept.start + rows.kept.size; row++) {
    const from = (row - rows.input.start) * pitch + left;
    const target = (row * width + columns.kept.start) * pixelBytes;
    data.set(tile.subarray(from, from + columns.kept.size * pixelBytes), target);
  }
}

const wrapped = (index: number, size: number) => ((index % size) + size) % size;

/** A span that may reach past the edges, as runs of existing columns. */
function runsOf({ start, size }: Span, width: number): Span[] {
  const runs: Span[] = [];
  for (let done = 0; done < size; ) {
    const first = wrapped(start + done, width);
    const run = Math.min(size - done, width - first);
    runs.push({ start: first, size: run });
    done += run;
  }
  return runs;
}
