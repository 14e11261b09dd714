import type { Picture } from '../picture.ts';
import type { PassList } from './passes.ts';
import type { Reach } from './reach.ts';

/** Adds passes that read a picture and write another. */
export type AddPasses = (passes: PassList, input: Picture, isHalf: boolean) => Picture;

/** One operation of a chain, with what dividing it into tiles depends on. */
export interface Operation {
  readonly add: AddPasses;
  readonly reach: Reach;
  /** Whether pixels past an edge are those at the opposite edge. */
  readonly wraps: boolean;
  /** Whether it computes with reduced pixels, which a repeated picture does not repeat at the same distance. */
  readonly isReduced?: boolean;
  /**
   * For Canny, whose edges may run through the whole picture: what a tile alone can decide. The result is the part of
   * `all` that is connected to `steep`.
   */
  readonly edges?: { readonly all: AddPasses; readonly steep: AddPasses };
}

export const isPointwise = ({ reach }: Operation) => reach.rows === 0 && reach.columns === 0;
