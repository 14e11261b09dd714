import shader from '../../../shaders/image/image_matrix.wgsl';
import type { Picture, Size } from '../picture.ts';
import type { PassList } from './passes.ts';
import type { Reach } from './reach.ts';
import type { Border, LinearFilter } from './spec.ts';

/** Distance between neighboring outputs, in input pixels. */
export interface Stride {
  readonly rows: number;
  readonly columns: number;
}

interface Blocking {
  readonly THREADS_X: number;
  readonly THREADS_Y: number;
  readonly THREAD_ROWS: number;
  readonly THREAD_COLUMNS: number;
  readonly CHUNK_ROWS: number;
  readonly CHUNK_COLUMNS: number;
}

/** Maximum multiply-adds to write out as straight-line code; more take long to compile. */
const WHOLE_PRODUCTS = 300;
const DENSE = { THREADS_X: 16, THREADS_Y: 4 };
const NO_STRIDE: Stride = { rows: 1, columns: 1 };

/** Adds a pass that filters `input`. `size` is the output's; default: the input's. */
export function addMatrixPass(
  passes: PassList,
  input: Picture,
  filter: LinearFilter,
  border: Border,
  isHalf: boolean,
  { stride = NO_STRIDE, size = input }: { stride?: Stride; size?: Size } = {},
): Picture {
  const output = passes.picture(size, isHalf);
  const blocking = blockingOf(filter, stride);
  const values = paddedWeights(filter, border, stride, blocking);
  const tile = {
    rows: blocking.THREADS_Y * blocking.THREAD_ROWS,
    columns: blocking.THREADS_X * blocking.THREAD_COLUMNS,
  };
  return passes.add({
    shader,
    input,
    output,
    border,
    reach: reachOutside(filter, input, output, stride),
    filtersAlpha: filter.weightsPerTap === 1,
    constants: {
      ...blocking,
      FILTER_HEIGHT: filter.height,
      FILTER_WIDTH: filter.width,
      STRIDE_ROWS: stride.rows,
      STRIDE_COLUMNS: stride.columns,
      PAD_TOP: filter.top,
      PAD_LEFT: filter.left,
      WEIGHTS_PER_TAP: filter.weightsPerTap,
      WEIGHT_COUNT: values.length - 8,
    },
    bindings: [passes.values('weights', values)],
    workgroupCount: Math.ceil(output.height / tile.rows) * Math.ceil(output.width / tile.columns),
  });
}

/** How many rows and columns outside the input the outermost windows begin or end. */
export function reachOutside(
  filter: LinearFilter,
  input: Size,
  output: Size = input,
  stride: Stride = NO_STRIDE,
): Reach {
  const right = (output.width - 1) * stride.columns + filter.width - filter.left - input.width;
  const bottom = (output.height - 1) * stride.rows + filter.height - filter.top - input.height;
  return { rows: Math.max(filter.top, bottom), columns: Math.max(filter.left, right) };
}

/** Unrolls small windows as a whole, larger ones a few rows and columns at a time. */
function blockingOf({ height, width, weightsPerTap }: LinearFilter, stride: Stride): Blocking {
  const [rows, columns] = width === 1 ? [4, 1] : height === 1 ? [1, 4] : [4, 1];
  const products = height * width * rows * columns * weightsPerTap;
  if (products <= WHOLE_PRODUCTS) {
    return {
      ...DENSE,
      THREAD_ROWS: rows,
      THREAD_COLUMNS: columns,
      CHUNK_ROWS: (rows - 1) * stride.rows + height,
      CHUNK_COLUMNS: (columns - 1) * stride.columns + width,
    };
  }
  const chunk = { CHUNK_ROWS: width === 1 ? 8 : 1, CHUNK_COLUMNS: height === 1 ? 8 : Math.min(width, 4) };
  return { ...DENSE, THREAD_ROWS: rows, THREAD_COLUMNS: width === 1 ? 1 : height === 1 ? 4 : 1, ...chunk };
}

/** The weights with the margins of zeros that image_matrix.wgsl needs, then bias and border color. */
function paddedWeights(
  filter: LinearFilter,
  border: Border,
  stride: Stride,
  blocking: Blocking,
): Float64Array {
  const marginRows = (blocking.THREAD_ROWS - 1) * stride.rows;
  const marginColumns = (blocking.THREAD_COLUMNS - 1) * stride.columns;
  const padded = (margin: number, size: number, chunk: number) =>
    Math.ceil((margin + size) / chunk) * chunk + margin;
  const pitch = padded(marginColumns, filter.width, blocking.CHUNK_COLUMNS);
  const rows = padded(marginRows, filter.height, blocking.CHUNK_ROWS);
  const perTap = filter.weightsPerTap;
  const values = new Float64Array(rows * pitch * perTap + 8);
  for (let kh = 0; kh < filter.height; kh++) {
    const row = filter.weights.subarray(kh * filter.width * perTap, (kh + 1) * filter.width * perTap);
    values.set(row, ((kh + marginRows) * pitch + marginColumns) * perTap);
  }
  values.set(filter.bias, rows * pitch * perTap);
  values.set(border.color, rows * pitch * perTap + 4);
  return values;
}
