import { type PresetParameter, presets } from '../image/index.ts';
import { BORDERS } from './stage_argument.ts';

export const HELP = `webgpu-conv filters pictures on the graphics card.

Usage
  webgpu-conv PICTURE --filter NAME -o RESULT        one picture
  webgpu-conv FOLDER --filter NAME -o FOLDER         every JPEG, PNG and WebP in a folder

Examples
  webgpu-conv photo.jpg --filter sobel -o edges.png
  webgpu-conv photo.jpg --filter gaussian:sigma=3 --filter sharpen -o soft.jpg
  webgpu-conv holiday/ --filter unsharp:amount=1.5 --linear -o sharper/ --format webp
  webgpu-conv photo.jpg --filter 'matrix:0 -1 0/-1 5 -1/0 -1 0' -o crisp.png

Filter
  -f, --filter NAME[:SETTING=NUMBER,...]  a filter from --list, or matrix:ROW/ROW/...;
                            several are applied one after the other
      --border MODE         pixels beyond the edges: ${BORDERS.join(', ')}
                            (default reflect; a filter's own: --filter box:radius=4,border=zeros)
      --border-color #rrggbb[aa]  the color for --border constant (default black)
      --linear              computes with light instead of stored values: truer blurs, slower
      --premultiply         filters transparency too, so that clear pixels do not bleed

Files
  -o, --output PATH         a picture, or a folder (made if missing) if the input is a folder, there are
                            several inputs, or PATH ends with /
      --format FORMAT       jpg, png or webp for pictures in a folder (default: the input's)
      --quality 1-100       of JPEG and WebP (default 90)
  -r, --recursive           also filters the folders inside a folder, and keeps their names
      --overwrite           replaces existing files; without it they are kept and reported
  -q, --quiet               prints errors only

      --list                the filters with their settings
  -h, --help                this text
  -v, --version             the version

Results are upright (EXIF orientation is applied), in sRGB, with the input's transparency; JPEG has none, so
clear parts become white there. EXIF and other metadata are not copied. Only the first picture of an
animation is filtered. A result appears under its name only when it is complete. An input is never overwritten.
Pictures too large for the graphics card are filtered in tiles, with the same result.

Needs the packages sharp (reads and writes pictures) and webgpu (the graphics card in Node):
  npm install webgpu-conv sharp webgpu
Without installing: npx -p webgpu-conv -p sharp -p webgpu webgpu-conv ...

Exit status: 0 all done, 1 something could not be read or written (the rest is done), 2 the command is wrong.
`;

/** The filters with their settings and ranges. */
export function listText(): string {
  const names = Object.keys(presets) as (keyof typeof presets)[];
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const lines = names.flatMap((name) => {
    const { description, parameters } = presets[name];
    const settings = Object.entries<PresetParameter>(parameters).map(
      ([key, { label, default: value, min, max }]) =>
        `${' '.repeat(width + 2)}${key}=${value}  ${label}, ${min} to ${max}`,
    );
    return [`  ${name.padEnd(width)}${description}`, ...settings];
  });
  return `Filters, with their settings at their defaults

${lines.join('\n')}
  ${'matrix'.padEnd(width)}rows of weights, such as matrix:0 -1 0/-1 5 -1/0 -1 0, up to 31×31

Every filter also takes
  scale=1       multiplies the result
  bias=0        added to the result: 1 is full brightness, and 0.5 shows negative slopes (sobel-x:bias=0.5)
  iterations=1  how often the filter is applied, 1 to 100
  border=...    as --border, for this filter alone

For example: --filter gaussian:sigma=3 --filter sobel:scale=2
`;
}
