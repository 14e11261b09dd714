import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Brightness and color of one pixel: Y, Cb, Cr, 0 to 255. */
export type Picture = (x: number, y: number, frame: number) => readonly [y: number, cb: number, cr: number];

/** A fake camera's film. */
export interface Film {
  /** Flags that make Chrome take the film for a camera, and grant it. */
  flags: string[];
  delete(): void;
}

/** Writes an uncompressed film (YUV4MPEG2, 4:2:0) for Chrome's fake camera. */
export function makeFilm(width: number, height: number, frames: number, picture: Picture): Film {
  const folder = mkdtempSync(path.join(tmpdir(), 'film-'));
  const file = path.join(folder, 'film.y4m');
  const parts: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame++) {
    parts.push(Buffer.from('FRAME\n'), frameBytes(width, height, frame, picture));
  }
  writeFileSync(file, Buffer.concat(parts));
  return {
    flags: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    delete: () => rmSync(folder, { recursive: true }),
  };
}

function frameBytes(width: number, height: number, frame: number, picture: Picture): Uint8Array {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  const bytes = new Uint8Array(width * height + 2 * halfWidth * halfHeight);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) bytes[y * width + x] = picture(x, y, frame)[0];
  }
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const [, cb, cr] = picture(2 * x, 2 * y, frame);
      const index = width * height + y * halfWidth + x;
      bytes[index] = cb;
      bytes[index + halfWidth * halfHeight] = cr;
    }
  }
  return bytes;
}

/** Tiles, a disc and a ramp: edges in every direction, and some up to the rim. Stands still. */
export const stillLife: Picture = (x, y) => {
  const tile = ((x >> 4) + (y >> 4)) % 2 === 0 ? 60 : 150;
  const isInDisc = (x - 150) ** 2 + (y - 110) ** 2 < 70 ** 2;
  const brightness = isInDisc ? 200 - (y >> 1) : tile + ((x * 3 + y) % 32);
  return [brightness, isInDisc ? 90 : 128 + (x >> 4), isInDisc ? 180 : 128 - (y >> 4)];
};

/** The same with a bar that moves. */
export const movingBar: Picture = (x, y, frame) =>
  Math.abs(x - frame * 8) < 12 ? [230, 110, 140] : stillLife(x, y, frame);
