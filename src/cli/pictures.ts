import { linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Pixels } from '../image/index.ts';
import type { Format } from './formats.ts';
import type { Sharp } from './peers.ts';

/** A picture as it was read. */
export interface ReadPicture extends Pixels {
  readonly hasAlpha: boolean;
}

/** How a picture is written. */
export interface WriteOptions {
  readonly format: Format;
  readonly quality: number;
  readonly overwrites: boolean;
}

/** Incomplete files, which have temporary names. */
const unfinished = new Set<string>();

/** Reads a picture of any format that sharp knows: upright, in sRGB, 8 bits per channel. */
export async function readPicture(sharp: Sharp, file: string): Promise<ReadPicture> {
  const image = sharp(file, { limitInputPixels: false });
  const { hasAlpha = false } = await image.metadata();
  const { data, info } = await image
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data, hasAlpha };
}

/** Writes a picture. It gets its name once it is complete; if anything fails before, no file is left. */
export async function writePicture(
  sharp: Sharp,
  { width, height, data, hasAlpha }: ReadPicture,
  file: string,
  { format, quality, overwrites }: WriteOptions,
): Promise<void> {
  const pixels = sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
  const image = !hasAlpha
    ? pixels.removeAlpha()
    : format === 'jpeg'
      ? pixels.flatten({ background: '#fff' })
      : pixels;
  const encoders = {
    jpeg: () => image.jpeg({ quality, chromaSubsampling: '4:4:4' }),
    png: () => image.png(),
    webp: () => image.webp({ quality }),
  };
  const bytes = await encoders[format]().toBuffer();
  makeFolder(path.dirname(file));
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
  try {
    await writeWhole(beside, bytes);
    if (overwrites) renameSync(beside, file);
    else publish(beside, file);
  } finally {
    rmSync(beside, { force: true });
    unfinished.delete(beside);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    // a file has that name, and is not a result that may be replaced
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`${folder} is not a folder`);
  }
}

/** Removes incomplete files, when a signal ends the program. */
export function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true });
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  unfinished.add(file);
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    // before the file gets its name, so that not even a power cut leaves a name without its contents
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a file its name unless the name is taken: then creating a link fails, if the file system has links. */
function publish(beside: string, file: string): void {
  try {
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    renameSync(beside, file);
  }
}
