import type { PaddingMode } from 'webgpu-conv';
import type { Convolver, Rows } from '../app/convolver.ts';
import { taps, unitTaps } from '../app/filters.ts';
import type { ColorPlanes } from '../sources/planes.ts';

/** What is looked into. */
export interface Question {
  readonly picture: ColorPlanes;
  readonly filter: Rows;
  readonly border: PaddingMode;
  readonly stride: number;
  readonly dilation: number;
}

/** Everything that the page shows of one frame; all of it computed by the library. */
export interface Inspection {
  readonly question: Question;
  /** Rows and columns of border on each side. */
  readonly margin: { readonly y: number; readonly x: number };
  /** The picture with its border, by channel. */
  readonly bordered: readonly Rows[];
  /** What each tap reads: `[channel][tap][row][column]`. */
  readonly values: readonly (readonly Rows[])[];
  /** What each tap adds. */
  readonly products: readonly (readonly Rows[])[];
  /** The sums, by channel. */
  readonly outputs: readonly Rows[];
  /** What a layer's output channel is: the sums of all channels, added. */
  readonly layerOutput: Rows;
}

/** Filters a picture, and takes the sums apart: one more filter for each tap tells what it reads and what it adds. */
export async function inspect(convolver: Convolver, question: Question): Promise<Inspection> {
  const { picture, filter, border, stride, dilation } = question;
  const margin = { y: (filter.length >> 1) * dilation, x: (filter[0].length >> 1) * dilation };
  const padding = [margin.y, margin.y, margin.x, margin.x] as const;
  const common = { padding, paddingMode: border } as const;
  const parts = [filter, ...unitTaps(filter), ...taps(filter)].map((rows) => [rows]);
  const strided = { ...common, strides: stride, dilations: dilation } as const;
  const [bordered, [layerOutput], perChannel] = await Promise.all([
    convolver.planes(picture, Array(3).fill([[[1]]]), { ...common, groups: 3 }),
    convolver.planes(picture, [[filter, filter, filter]], strided),
    Promise.all(picture.map((plane) => convolver.planes([plane], parts, strided))),
  ]);
  const tapCount = filter.length * filter[0].length;
  return {
    question,
    margin,
    bordered,
    layerOutput,
    outputs: perChannel.map(([output]) => output),
    values: perChannel.map((maps) => maps.slice(1, 1 + tapCount)),
    products: perChannel.map((maps) => maps.slice(1 + tapCount)),
  };
}

/** One number a tap, arranged as the filter is. */
export function arrange(maps: readonly Rows[], filter: Rows, row: number, column: number): number[][] {
  return filter.map((line, y) => line.map((_, x) => maps[y * line.length + x][row][column]));
}

/** Whether a tap of the window at an output pixel reads the border, not the picture. */
export function readsBorder(
  { question: { picture, stride, dilation }, margin }: Inspection,
  [row, column]: readonly [number, number],
): (y: number, x: number) => boolean {
  const [height, width] = [picture[0].length, picture[0][0].length];
  return (y, x) => {
    const [ih, iw] = [row * stride - margin.y + y * dilation, column * stride - margin.x + x * dilation];
    return ih < 0 || iw < 0 || ih >= height || iw >= width;
  };
}
