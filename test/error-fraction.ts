/** |difference| / bound; above 1 is wrong. What is no number is infinitely wrong, and no difference is right. */
export function errorFraction(actual: number, expected: number, bound: number): number {
  const difference = Math.abs(actual - expected);
  if (difference === 0) return 0;
  return Number.isFinite(difference) ? difference / bound : Number.MAX_VALUE;
}
