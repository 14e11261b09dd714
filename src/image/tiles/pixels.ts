import { InvalidArgumentError, LimitExceededError } from '../../errors.ts';
import { capabilitiesOf } from '../../gpu/device.ts';
import { checkNotLost } from '../../gpu/device_state.ts';
import type { Program } from '../../gpu/program.ts';
import { readBytes } from '../../gpu/read.ts';
import { checkInteger } from '../../problem/validate.ts';
import { largestBinding, largestBuffer } from '../filters/limits.ts';
import { type ChainPart, operationsOf, planPart } from '../filters/plan.ts';
import type { ImageFilterInput } from '../filters/spec.ts';
import { type ResolvedFilter, resolveFilter } from '../filters/stages.ts';
import { frameFormat } from '../format.ts';
import { pictureBytes, type Size } from '../picture.ts';
import { compilePlan } from '../prepared_filter.ts';
import { joinEdges } from './edges.ts';
import { emptyPicture, type HostPicture, readTile, writeTile } from './host_picture.ts';
import { partsOfChain, type TilePart } from './parts.ts';
import { layOutTiles, minTile, type Tile } from './tiles.ts';

/** A picture in host memory, such as an `ImageData`. */
export interface Pixels extends Size {
  /** `[height, width, 4]`: red, green, blue and alpha, one byte each. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Options of {@link filterPixels}. */
export interface FilterPixelsOptions {
  /** Maximum bytes per buffer of a tile; a chain holds a few such buffers. Default 64 MiB, or the device's limit if lower. */
  readonly tileBytes?: number;
  /** Called after each tile, with the number of tiles done and to do. */
  readonly onProgress?: (doneCount: number, tileCount: number) => void;
  /** Ends the work between two tiles. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

interface Layout {
  readonly part: TilePart;
  readonly tiles: readonly Tile[];
}

const DEFAULT_TILE_BYTES = 2 ** 26;

/**
 * Filters a picture of any size. One that exceeds the device's limits is divided into tiles that overlap by what the chain
 * reads around a pixel. However it is divided, the result equals that of {@link createImageFilter} bit for bit: borders
 * apply at the picture's own edges only, box blurs sum whole numbers, reduced pixels of wide Gaussians stay where they
 * are, Canny's edges are joined over the whole picture, and borders that repeat the picture see its opposite edge.
 * @returns a new picture of the same size
 * @throws InvalidArgumentError, or LimitExceededError if the device cannot hold even the smallest tile with what the chain
 * reads around it, both before the GPU is touched; OutOfMemoryError, DeviceLostError
 */
export async function filterPixels(
  device: GPUDevice,
  pixels: Pixels,
  spec: ImageFilterInput,
  options: FilterPixelsOptions = {},
): Promise<{ width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> }> {
  checkNotLost(device);
  const filter = resolveFilter(spec);
  let picture = checkPixels(pixels);
  const converts = filter.arithmetic === 'linear' || filter.alpha === 'premultiplied';
  const layouts = partsOfChain(operationsOf(filter), converts).map((part) => ({
    part,
    tiles: tilesOf(device, filter, part, pixels, options.tileBytes),
  }));
  const tileCount = layouts.reduce((sum, { part, tiles }) => sum + tiles.length * (part.steep ? 2 : 1), 0);
  let doneCount = 0;
  const onTile = () => {
    options.onProgress?.(++doneCount, tileCount);
    options.signal?.throwIfAborted();
  };
  for (const { part, tiles } of layouts) {
    const source = picture;
    const run = (variant: ChainPart) => runPart(device, filter, variant, source, tiles, onTile);
    picture = await run(part);
    if (part.steep) joinEdges(picture, await run(part.steep));
  }
  const { width, height, data } = picture;
  return { width, height, data: new Uint8ClampedArray(data.buffer) };
}

function checkPixels({ width, height, data }: Pixels): HostPicture {
  checkInteger('pixels.width', width, 1);
  checkInteger('pixels.height', height, 1);
  if (!ArrayBuffer.isView(data) || data.byteLength !== width * height * 4) {
    const needs = `${width * height * 4} bytes: 4 for each of ${width}×${height} pixels`;
    throw new InvalidArgumentError('pixels.data', data, needs);
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength) as Uint8Array<ArrayBuffer>;
  return { width, height, pixelBytes: 4, data: bytes };
}

/** @throws LimitExceededError if no tile fits */
function tilesOf(
  device: GPUDevice,
  filter: ResolvedFilter,
  part: TilePart,
  picture: Size,
  tileBytes = DEFAULT_TILE_BYTES,
): Layout['tiles'] {
  const capabilities = capabilitiesOf(device);
  const bytesOf = (size: Size) =>
    Math.max(
      largestBuffer(planPart(filter, part, frameFormat(size, false), capabilities)),
      pictureBytes(size, true),
    );
  const { limit, sizeBytes } = largestBinding(capabilities);
  const within = (most: number) =>
    layOutTiles(picture, part.halo, part.wraps, (size) => bytesOf(size) <= most);
  const tiles = within(Math.min(tileBytes, sizeBytes)) ?? within(sizeBytes);
  if (tiles) return tiles;
  const { rows, columns } = part.halo;
  const least = {
    width: Math.min(picture.width, minTile(columns)),
    height: Math.min(picture.height, minTile(rows)),
  };
  const what = `the smallest tile (${least.width}×${least.height} pixels, as the chain reads ${rows} rows and ${columns} columns around)`;
  const advice = 'filter in several steps, or take smaller radii and sigmas';
  throw new LimitExceededError(what, limit, sizeBytes, bytesOf(least), advice);
}

/** Computes every tile of a part, size by size, so that only one set of buffers exists at a time. */
async function runPart(
  device: GPUDevice,
  filter: ResolvedFilter,
  part: ChainPart,
  source: HostPicture,
  tiles: readonly Tile[],
  onTile: () => void,
): Promise<HostPicture> {
  const result = emptyPicture(source, !part.isLast);
  for (const group of bySize(tiles)) {
    const size = sizeOf(group[0]);
    const plan = planPart(filter, part, frameFormat(size, false), capabilitiesOf(device));
    const { buffers, program } = await compilePlan(device, plan);
    const [input, output] = [buffers.get('source')!, buffers.get(plan.result)!];
    const bytes = new Uint8Array(input.size);
    try {
      for (const tile of group) {
        readTile(source, tile, bytes);
        device.queue.writeBuffer(input, 0, bytes);
        writeTile(result, tile, await compute(device, program, output, pictureBytes(size, !part.isLast)));
        onTile();
      }
    } finally {
      buffers.destroy();
    }
  }
  return result;
}

async function compute(
  device: GPUDevice,
  program: Program,
  output: GPUBuffer,
  sizeBytes: number,
): Promise<Uint8Array> {
  checkNotLost(device);
  const encoder = device.createCommandEncoder({ label: 'tile' });
  program.encode(encoder, {});
  device.queue.submit([encoder.finish()]);
  return new Uint8Array(await readBytes(device, output, 0, sizeBytes));
}

const sizeOf = ({ rows, columns }: Tile): Size => ({ width: columns.input.size, height: rows.input.size });

function bySize(tiles: readonly Tile[]): Tile[][] {
  const groups = new Map<string, Tile[]>();
  for (const tile of tiles) {
    const { width, height } = sizeOf(tile);
    const key = `${width}×${height}`;
    groups.set(key, [...(groups.get(key) ?? []), tile]);
  }
  return [...groups.values()];
}
