import shader from '../../../shaders/cpu/matmul_quads.wgsl';
import type { Capabilities } from '../../problem/capabilities.ts';
import { type BufferRef, NEAREST, NOTHING, read, type StepBinding, sample } from '../../wgsl/bindings.ts';
import { type KernelStep, makeStep } from '../../wgsl/step.ts';
import type { RowLayout } from '../pack.ts';
import { hasRoom, MAX_TEXELS, type TextureRuns, textureRuns } from '../texture_runs.ts';

/** Rows or columns of one quad's tile. */
export const TILE = 16;
/** Texels per tile and value of k. */
const TEXELS_OF_K = TILE / 4;
/** Values of k per turn. */
const STEP = 4;

/** Maximum quads per workgroup; SwiftShader takes about 1 µs to start a workgroup. */
const MAX_QUADS = 16;
/** Minimum workgroups needed to occupy every core. */
const BUSY_WORKGROUPS = 4;

/** A batch of products out[row][column] = Σ_k left[k][row]·right[k][column]. */
export interface QuadMatmul {
  readonly batch: number;
  readonly rows: number;
  /** Any number, as long as the output, and `right` if it is a buffer, hold whole vectors of 4. */
  readonly columns: number;
  readonly depth: number;
  /** Number of products per row. */
  readonly side: number;
  /** Products past row or column `leftSide` reuse the last left factor. */
  readonly leftSide: number;
  /** `HAS_BIAS`, `HAS_RESIDUAL` and the activation's constants. */
  readonly epilogue: Readonly<Record<string, number | boolean>>;
  readonly types: Readonly<Record<string, string>>;
  /** Buffer of the right factor. If sampled, it has a texture copy in runs of {@link TILE} columns. */
  readonly right: BufferRef & { readonly isSampled: boolean };
  /** Buffer of the left factor; it has a texture copy. */
  readonly left: BufferRef;
  /** `bias`, `residual`, `output`. */
  readonly bindings: readonly StepBinding[];
}

/** Memory layout of the left factors of `factors` products. */
export function quadRows(rows: number, depth: number, factors: number): RowLayout {
  const tiles = Math.ceil(rows / TILE);
  return {
    rows4: tiles * TEXELS_OF_K,
    tile4: TEXELS_OF_K,
    depth: partsOf(depth).count * partsOf(depth).depth,
    texture: factorTexture(depth, factors * tiles).size,
  };
}

/**
 * A factor's texture: one run per part of a tile, four rows or columns per texel. The row width depends on the depth
 * alone, so both factors have the same.
 */
export function factorTexture(depth: number, tileCount: number): TextureRuns {
  const part = partsOf(depth);
  return textureRuns(part.texels, tileCount * part.count, Infinity);
}

/** Why factors of this size cannot be multiplied, in a few words; undefined if they can. */
export function quadMatmulRefusal(
  depth: number,
  tileCount: number,
  { hasSubgroups }: Capabilities,
): string | undefined {
  if (!hasSubgroups) return 'the device has no subgroups';
  const part = partsOf(depth);
  return hasRoom(part.texels, tileCount * part.count, Infinity)
    ? undefined
    : 'the factors do not fit a texture';
}

/** The multiplication, on a device with subgroups. */
export function quadMatmulStep(product: QuadMatmul): KernelStep {
  const { batch, rows, columns, depth, left, right } = product;
  const part = partsOf(depth);
  const tiles = batch * tileCount(rows, columns);
  const quads = Math.min(MAX_QUADS, Math.ceil(tiles / BUSY_WORKGROUPS));
  return makeStep({
    shader,
    constants: {
      ...product.epilogue,
      ROWS: rows,
      COLUMNS: columns,
      DEPTH: depth,
      PARTS: part.count,
      PART_DEPTH: part.depth,
      RUNS_LOG2: factorTexture(depth, 1).log2,
      SOURCE: right.isSampled ? 0 : columns % 4 === 0 ? 1 : 2,
      IS_UNEVEN: !right.isSampled && part.count * part.depth > depth,
      QUADS: quads,
      BATCH: batch,
      SIDE: product.side,
      LEFT_SIDE: product.leftSide,
    },
    types: product.types,
    bindings: [
      read('right', right.isSampled ? NOTHING : right),
      sample('left', left),
      ...product.bindings,
      NEAREST,
      sample('sampledRight', right.isSampled ? right : left),
    ],
    workgroupCount: Math.ceil(tiles / quads),
  });
}

/** Estimated core-nanoseconds on SwiftShader. */
export function quadMatmulCost({
  batch,
  rows,
  columns,
  depth,
  right,
}: Pick<QuadMatmul, 'batch' | 'rows' | 'columns' | 'depth' | 'right'>) {
  return batch * tileCount(rows, columns) * (right.isSampled ? depth * 72 + 1900 : depth * 85 + 1200);
}

/** Splits a tile's values of k into the fewest parts that fit a texture row, each a multiple of {@link STEP}. */
function partsOf(depth: number) {
  const count = Math.ceil((depth * TEXELS_OF_K) / MAX_TEXELS);
  const ofPart = Math.ceil(depth / count / STEP) * STEP;
  return { count, depth: ofPart, texels: ofPart * TEXELS_OF_K };
}

function tileCount(rows: number, columns: number): number {
  return Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
}
