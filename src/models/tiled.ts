import { InvalidArgumentError } from '../errors.ts';
import { emptyTensor, type GpuTensor } from '../gpu/tensor.ts';
import type { Model } from '../graph/model.ts';
import { summarizeNodes } from '../graph/summary.ts';
import { crossTiles, type Span, type Tile, type TileRange, tileAxis } from '../image/tiles/tiles.ts';
import { readInputShape, shapeOf, tensorStrides } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';

/** Options of {@link runTiled}. */
export interface TiledOptions {
  /** Axis order of the model's input and output. Default `'nchw'`. */
  readonly inputLayout?: InputLayout;
  /** Pixels of the input around a tile that its results depend on. Default: half the model's receptive field. */
  readonly margin?: number;
}

/**
 * Plans the runs that cover a larger picture with a model made for a small input, for callers who run tiles one at a time.
 * {@link runTiled} runs all of them in one submit.
 * @throws InvalidArgumentError if the model's input is larger than the picture, or not larger than twice the margin
 */
export function planTiles(
  model: Model,
  picture: { readonly height: number; readonly width: number },
  { inputLayout = 'nchw', margin = marginOf(model) }: TiledOptions = {},
): Tile[] {
  const [, { shape }] = only(model.inputs, 'inputs');
  const tile = readInputShape(shape, inputLayout);
  return crossTiles(
    modelRanges('height', picture.height, tile.height, margin),
    modelRanges('width', picture.width, tile.width, margin),
  );
}

/**
 * Runs a model made for a small picture over a larger one. Tiles overlap by the margin, and only results that no seam can
 * affect are kept. Tiles at the picture's edge end there, so that every result is what the whole picture would give.
 * @param picture `[1, channels, height, width]`, or `[1, height, width, channels]` with `inputLayout: 'nhwc'`
 * @throws InvalidArgumentError
 */
export function runTiled(model: Model, picture: GpuTensor, options: TiledOptions = {}): GpuTensor {
  const { inputLayout = 'nchw' } = options;
  const [[inputName, input], [outputName, output]] = [
    only(model.inputs, 'inputs'),
    only(model.outputs, 'outputs'),
  ];
  const whole = readInputShape(picture.shape, inputLayout);
  const [tile, result] = [
    readInputShape(input.shape, inputLayout),
    readInputShape(output.shape, inputLayout),
  ];
  const scale = result.height / tile.height;
  if (
    !Number.isInteger(scale) ||
    result.width / tile.width !== scale ||
    whole.batch !== 1 ||
    tile.batch !== 1
  ) {
    throw new InvalidArgumentError(
      'model',
      output.shape,
      `one picture a whole number of times [${input.shape.join(', ')}]`,
    );
  }
  const { device } = model;
  const shape = shapeOf(inputLayout, [1, result.channels, whole.height * scale, whole.width * scale]);
  const [made, tileInput, tileOutput] = [shape, input.shape, output.shape].map((of) =>
    emptyTensor(device, of),
  );
  const encoder = device.createCommandEncoder({ label: 'tiles' });
  for (const { rows, columns } of planTiles(model, whole, options)) {
    const from = { rows: rows.input, columns: columns.input };
    const local = {
      rows: { start: 0, size: rows.input.size },
      columns: { start: 0, size: columns.input.size },
    };
    copyBlock(encoder, inputLayout, { tensor: picture, ...from }, { tensor: tileInput, ...local });
    model.encode(encoder, { [inputName]: tileInput, [outputName]: tileOutput });
    const inner = {
      rows: scaled(rows.kept, scale, rows.input.start),
      columns: scaled(columns.kept, scale, columns.input.start),
    };
    const outer = { rows: scaled(rows.kept, scale), columns: scaled(columns.kept, scale) };
    copyBlock(encoder, inputLayout, { tensor: tileOutput, ...inner }, { tensor: made, ...outer });
  }
  device.queue.submit([encoder.finish()]);
  tileInput.destroy();
  tileOutput.destroy();
  return made;
}

/** Half of the largest receptive field, rounded up. */
function marginOf(model: Model): number {
  const sizes = summarizeNodes(model.nodes).flatMap(({ receptiveField }) => receptiveField.size);
  return Math.ceil(Math.max(...sizes) / 2);
}

function modelRanges(axis: string, size: number, tile: number, margin: number): TileRange[] {
  if (tile > size) throw new InvalidArgumentError(`picture.${axis}`, size, `at least the model's ${tile}`);
  if (tile < size && tile <= 2 * margin) {
    throw new InvalidArgumentError(`the model's ${axis}`, tile, `more than twice the margin of ${margin}`);
  }
  return tileAxis(size, { tile, halo: margin, edge: 'shift' });
}

function scaled({ start, size }: Span, scale: number, origin = 0): Span {
  return { start: (start - origin) * scale, size: size * scale };
}

interface Block {
  readonly tensor: GpuTensor;
  readonly rows: Span;
  readonly columns: Span;
}

/** Copies a block of rows and columns, all channels, as runs of neighboring elements. */
function copyBlock(encoder: GPUCommandEncoder, layout: InputLayout, from: Block, to: Block): void {
  const { channels } = readInputShape(from.tensor.shape, layout);
  const planes = layout === 'nchw' ? channels : 1;
  const runBytes = from.columns.size * (channels / planes) * 4;
  const offsetOf = ({ tensor, rows, columns }: Block, plane: number, row: number) => {
    const { height: h, width: w } = readInputShape(tensor.shape, layout);
    const strides = tensorStrides(layout, { c: channels, h, w });
    const place = plane * strides.c + (rows.start + row) * strides.h + columns.start * strides.w;
    return tensor.offsetBytes + place * 4;
  };
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < from.rows.size; row++) {
      const [source, target] = [offsetOf(from, plane, row), offsetOf(to, plane, row)];
      encoder.copyBufferToBuffer(from.tensor.buffer, source, to.tensor.buffer, target, runBytes);
    }
  }
}

function only<T>(named: Readonly<Record<string, T>>, what: string): [string, T] {
  const entries = Object.entries(named);
  if (entries.length !== 1) throw new InvalidArgumentError('model', `${entries.length} ${what}`, 'one');
  return entries[0];
}
