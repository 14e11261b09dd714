import type { LinearFilter } from './spec.ts';

/** How many rows and columns away from its pixel an output reads at most, on either side. */
export interface Reach {
  readonly rows: number;
  readonly columns: number;
}

export const around = (pixels: number): Reach => ({ rows: pixels, columns: pixels });

export const reachOfFilter = ({ height, width, top, left }: LinearFilter): Reach => ({
  rows: Math.max(top, height - 1 - top),
  columns: Math.max(left, width - 1 - left),
});
