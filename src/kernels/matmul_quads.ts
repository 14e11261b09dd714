import { SHADERS } from './shaders.ts';
import { type KernelStep, makeStep, type StepBinding } from './step.ts';

/** What two values of k take, in core-nanoseconds on SwiftShader. */
const COST_OF_TURN = 365;
/** Quads of a workgroup: SwiftShader takes about a microsecond to start one. */
const QUADS = 16;
/** Rows and columns of the tile that one quad makes. */
const TILE = 16;

/** A batch of products out[row][column] = Σ_k left[k][row]·right[k][column]. */
export interface QuadMatmul {
  readonly batch: number;
  readonly rows: number;
  /** A multiple of 4. */
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

/** How many vectors of 4 hold `rows` rows of a left factor, padded to whole tiles. */
export function paddedRows4(rows: number): number {
  return Math.ceil(rows / TILE) * (TILE / 4);
}

/** The step that multiplies on a device with subgroups. */
export function quadMatmulStep(product: QuadMatmul): KernelStep {
  const { batch, rows, columns, depth } = product;
  const rows4 = paddedRows4(rows);
  return makeStep(
    {
      shader: 'matmul_quads',
      constants: {
        ...product.epilogue,
        ROWS: rows,
        ROWS4: rows4,
        COLUMNS4: columns / 4,
        DEPTH: depth,
        IS_DEPTH_ODD: depth % 2 === 1,
        BATCH: batch,
        SIDE: product.side,
        LEFT_SIDE: product.leftSide,
      },
      types: product.types,
      bindings: product.bindings,
      countWorkgroups: Math.ceil((batch * countTiles(rows, columns)) / QUADS),
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
  return batch * countTiles(rows, columns) * (Math.ceil(depth / 2) * COST_OF_TURN + 1500);
}

function countTiles(rows: number, columns: number): number {
  return Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
}
