import type { Border } from './spec.ts';

/** What lies above and below a picture whose rows are filtered already by weights of this sum. */
export function borderOfLines(border: Border, sumOfWeights: number): Border {
  return { ...border, color: border.color.map((value) => value * sumOfWeights) };
}
