/** Up to here the series is accurate, beyond it the continued fraction. */
const SERIES_UP_TO = 2.5;

/**
 * The complementary error function 1 − erf(x) in float64, within a few units of 2⁻⁵².
 * Source: NIST DLMF 7.6.2 (a series without cancellation) and 7.9.3 (continued fraction), https://dlmf.nist.gov/7
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < SERIES_UP_TO ? 1 - erfBySeries(x) : erfcByFraction(x);
}

/** erf(x) = 2x·e^(−x²)/√π · Σ (2x²)ⁿ / (1·3·5···(2n+1)). */
function erfBySeries(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from the inside out. */
function erfcByFraction(x: number): number {
  let fraction = x;
  for (let n = 80; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
