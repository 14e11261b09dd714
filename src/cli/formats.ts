import path from 'node:path';

/** A format that pictures are written in. */
export type Format = 'jpeg' | 'png' | 'webp';

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.webp': 'webp',
};

/** Formats by the names people give them. */
export const FORMAT_NAMES: Readonly<Record<string, Format>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
};

/** Ends of names, as messages list them. */
export const EXTENSION_LIST = Object.keys(EXTENSIONS).join(', ');

/** The format that a file's name tells; undefined where it is none of these. */
export const formatOf = (file: string): Format | undefined => EXTENSIONS[path.extname(file).toLowerCase()];

/** The name with the end that `format` has; kept where it tells that format already. */
export function nameIn(format: Format, file: string): string {
  if (formatOf(file) === format) return file;
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.${format === 'jpeg' ? 'jpg' : format}`);
}
