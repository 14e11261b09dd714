import path from 'node:path';

/** A format in which pictures are written. */
export type Format = 'jpeg' | 'png' | 'webp';

const EXTENSIONS: ReadonlyMap<string, Format> = new Map([
  ['.jpg', 'jpeg'],
  ['.jpeg', 'jpeg'],
  ['.png', 'png'],
  ['.webp', 'webp'],
]);

/** Formats by their names in `--format`. */
export const FORMAT_NAMES: ReadonlyMap<string, Format> = new Map(
  [...EXTENSIONS].map(([extension, format]) => [extension.slice(1), format]),
);

/** The extensions, as messages list them. */
export const EXTENSION_LIST = [...EXTENSIONS.keys()].join(', ');

/** The format by a file's extension; undefined for any other extension. */
export const formatOf = (file: string): Format | undefined =>
  EXTENSIONS.get(path.extname(file).toLowerCase());

/** The name with the extension of `format`. A name that has one of that format stays as it is. */
export function nameIn(format: Format, file: string): string {
  if (formatOf(file) === format) return file;
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.${format === 'jpeg' ? 'jpg' : format}`);
}
