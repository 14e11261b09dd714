import shader from '../../../shaders/image/image_tile.wgsl';
import type { PlanLimits } from '../../problem/capabilities.ts';
import type { Picture } from '../picture.ts';
import { reachOutside } from './image_matrix.ts';
import { separate } from './linear.ts';
import type { PassList } from './passes.ts';
import type { Border, LinearFilter } from './spec.ts';

interface WorkgroupTile {
  readonly rows: number;
  readonly columns: number;
}

/** Outputs per workgroup. The first that fits is taken: the larger the tile, the smaller the share of its halo. */
const TILES: readonly WorkgroupTile[] = [
  { rows: 32, columns: 32 },
  { rows: 16, columns: 32 },
  { rows: 16, columns: 16 },
];
const INVOCATIONS = 256;
/** Up to this many taps a separable pass is no cheaper than the full matrix. */
const DENSE_TAPS = 9;
/** Maximum height or width of a separable filter in one dispatch. A larger one leaves too little of a tile besides halo. */
const FUSED_LINE = 9;
/** Border colors must be below this: 255 times the color has to fit a half float. */
const MAX_COLOR = 256;

/**
 * Adds a pass that stages tiles in workgroup memory; a separable filter also takes one dispatch.
 * @returns undefined if {@link addMatrixPass} is the better choice: on CPU adapters, for a single tap, for large separable
 * filters, and if no tile fits
 */
export function addTilePass(
  passes: PassList,
  input: Picture,
  filter: LinearFilter,
  border: Border,
  isHalf: boolean,
): Picture | undefined {
  const { isSoftware, limits } = passes.capabilities;
  const { height, width, top, left, weightsPerTap } = filter;
  const lines = height * width > DENSE_TAPS ? separate(filter) : undefined;
  const isFused = lines !== undefined;
  if (isSoftware || height * width === 1 || (isFused && Math.max(height, width) > FUSED_LINE))
    return undefined;
  if (border.color.some((value) => Math.abs(value) >= MAX_COLOR)) return undefined;
  const isStagedHalf = input.isHalf || border.mode === 'constant';
  const tile = tileFor(filter, isFused, isStagedHalf, limits);
  if (!tile) return undefined;
  const matrix = lines ? [...lines.row, ...lines.column] : filter.weights;
  return passes.add({
    shader,
    input,
    output: passes.picture(input, isHalf),
    border,
    reach: reachOutside(filter, input),
    filtersAlpha: weightsPerTap === 1,
    constants: {
      FILTER_HEIGHT: height,
      FILTER_WIDTH: width,
      PAD_TOP: top,
      PAD_LEFT: left,
      TILE_ROWS: tile.rows,
      TILE_COLUMNS: tile.columns,
      IS_SEPARABLE: isFused,
      STAGED_HALF: isStagedHalf,
      WEIGHTS_PER_TAP: weightsPerTap,
      WEIGHT_COUNT: matrix.length,
    },
    bindings: [passes.values('weights', [...matrix, ...filter.bias, ...border.color])],
    workgroupCount: Math.ceil(input.height / tile.rows) * Math.ceil(input.width / tile.columns),
  });
}

function tileFor(filter: LinearFilter, isFused: boolean, isStagedHalf: boolean, limits: PlanLimits) {
  if (limits.maxComputeInvocationsPerWorkgroup < INVOCATIONS) return undefined;
  return TILES.find(
    (tile) => storageBytes(tile, filter, isFused, isStagedHalf) <= limits.maxComputeWorkgroupStorageSize,
  );
}

/** Bytes of the staged pixels and, for a separable filter, of the filtered rows in float32. Both arrays are 16-byte aligned. */
function storageBytes(
  tile: WorkgroupTile,
  { height, width }: LinearFilter,
  isFused: boolean,
  isStagedHalf: boolean,
) {
  const rows = tile.rows + height - 1;
  const staged = rows * (tile.columns + width - 1) * (isStagedHalf ? 8 : 4);
  return Math.ceil(staged / 16) * 16 + (isFused ? rows * tile.columns : 1) * 16;
}
