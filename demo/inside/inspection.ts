import type { PaddingMode } from 'webgpu-conv';
import type { Convolver, Rows } from '../app/convolver.ts';
import { taps, unitTaps } from '../app/filters.ts';
import type { ColorPlanes } from '../sources/planes.ts';

/** The picture, the filter and how it is applied. */
export interface Question {
  readonly picture: ColorPlanes;
  readonly filter: Rows;
  readonly border: PaddingMode;
  readonly stride: number;
  readonly dilation: number;
}

/** Everything that the page shows of one frame, computed by the library. */
export interface Inspection {
  readonly question: Question;
  /** Rows and columns of border on each side. */
  readonly margin: { readonly y: number; readonly x: number };
  /** The picture with its border, by channel. */
  readonly bordered: readonly Rows[];
  /** The value that each tap reads: `[channel][tap][row][column]`. */
  readonly values: readonly (readonly Rows[])[];
  /** The product that each tap adds, in the same order. */
  readonly products: readonly (readonly Rows[])[];
  /** The sums, by channel. */
  readonly outputs: readonly Rows[];
  /** The sum of all channels' outputs: one output channel of a layer. */
  readonly layerOutput: Rows;
}

/** Filters a picture. Two more filters per tap give the value that it reads and the product that it adds. */
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

/** One number per tap, arranged like the filter. */
export function arrange(maps: readonly Rows[], filter: Rows, row: number, column: number): number[][] {
  return filter.map((line, y) => line.map((_, x) => maps[y * line.length + x][row][column]));
}

/** Whether a tap of an output pixel's window reads the border instead of the picture. */
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
