import type { RowLayout } from './pack_matrix.ts';
import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep, type StepBinding } from './step.ts';

/** Quads of a workgroup, since SwiftShader takes about a microsecond to start one; */
const MOST_QUADS = 16;
/** and workgroups that keep every core busy. */
const BUSY_WORKGROUPS = 4;
/** Rows and columns of the tile that one quad makes. */
const TILE = 16;

/** A batch of products out[row][column] = Σ_k left[k][row]·right[k][column]. */
export interface QuadMatmul {
  readonly batch: number;
  readonly rows: number;
  /** Any number, as long as `right` and the output hold whole vectors of 4. */
  readonly columns: number;
  readonly depth: number;
  /** Products are numbered in rows of so many, */
  readonly side: number;
  /** and those beyond the first `leftSide` of a row or a column share the last one's left factor. */
  readonly leftSide: number;
  /** `HAS_BIAS`, `HAS_RESIDUAL` and the activation's constants. */
  readonly epilogue: Readonly<Record<string, number | boolean>>;
  readonly types: Readonly<Record<string, string>>;
  /** `right`, `left`, `bias`, `residual`, `output`. */
  readonly bindings: readonly StepBinding[];
}

/** How `rows` rows of a left factor lie: in whole tiles. */
export function quadRows(rows: number): RowLayout {
  const tile4 = TILE / 4;
  return { rows4: Math.ceil(rows / TILE) * tile4, tile4 };
}

/** The depth at which a product is quickest: `depth` with some values of k more, which have to be 0. */
export function paddedDepth(depth: number): number {
  const step = depth < DEEP ? 2 : 3;
  return Math.ceil(depth / step) * step;
}

/** The step that multiplies on a device with subgroups. */
export function quadMatmulStep(product: QuadMatmul): KernelStep {
  const { batch, rows, columns, depth } = product;
  const step = stepOf(depth);
  const tiles = batch * countTiles(rows, columns);
  const quads = Math.min(MOST_QUADS, Math.ceil(tiles / BUSY_WORKGROUPS));
  return makeStep(
    {
      shader: 'matmul_quads',
      constants: {
        ...product.epilogue,
        ROWS: rows,
        ROWS4: quadRows(rows).rows4,
        COLUMNS: columns,
        DEPTH: depth,
        QUADS: quads,
        STEP: step,
        IS_UNEVEN: depth % step !== 0,
        BATCH: batch,
        SIDE: product.side,
        LEFT_SIDE: product.leftSide,
      },
      types: { ...product.types, Depths: `vec${step}f` },
      bindings: product.bindings,
      countWorkgroups: Math.ceil(tiles / quads),
    },
    SHADERS,
  );
}

/** Estimated core-nanoseconds on SwiftShader. */
export function quadMatmulCost({
  batch,
  rows,
  columns,
  depth,
}: Pick<QuadMatmul, 'batch' | 'rows' | 'columns' | 'depth'>) {
  return batch * countTiles(rows, columns) * (depth * (80 + 90 / stepOf(depth)) + 1200);
}

function countTiles(rows: number, columns: number): number {
  return Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
}

/** Depths from which on the sums are worth moving about less often. */
const DEEP = 128;

/**
 * Values of k that are written out between two turns of the loop, which moves all sums about: three are the most that
 * stay in the instruction cache.
 */
function stepOf(depth: number): 2 | 3 {
  return depth >= DEEP && depth % 3 === 0 ? 3 : 2;
}
