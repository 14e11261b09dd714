import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import type { LinearFilter } from './spec.ts';

/** How many rows and columns away a pixel reads at most, whichever side is further. */
export interface Reach {
  readonly rows: number;
  readonly columns: number;
}

/** Adds passes that read a picture and write another. */
export type AddPasses = (passes: PassList, input: Picture, isHalf: boolean) => Picture;

/** One step of a chain, and what a tile must know of it. */
export interface Operation {
  readonly add: AddPasses;
  readonly reach: Reach;
  /** Whether what lies beyond an edge is the opposite edge. */
  readonly wraps: boolean;
  /** Whether it works on reduced pixels, which repeat at a distance of their own. */
  readonly isReduced?: boolean;
  /**
   * Of Canny, whose edges may run through the whole picture: what can be told from a tile, all edges and the steep ones.
   * Those of the first that hang together with one of the second are the result.
   */
  readonly edges?: { readonly all: AddPasses; readonly steep: AddPasses };
}

export const around = (pixels: number): Reach => ({ rows: pixels, columns: pixels });

export const reachOfFilter = ({ height, width, top, left }: LinearFilter): Reach => ({
  rows: Math.max(top, height - 1 - top),
  columns: Math.max(left, width - 1 - left),
});

export const isPointwise = ({ reach }: Operation) => reach.rows === 0 && reach.columns === 0;
