/** A number as the page prints it: a real minus sign, no `-0`, at most `digits` decimals. */
export function printNumber(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits));
  return String(rounded === 0 ? 0 : rounded).replace('-', '−');
}

/** A number with exactly `digits` decimals. */
export function printFixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/** Reads a typed or pasted number, with either minus sign, a decimal comma, or a fraction such as `1/9`. */
export function parseNumber(text: string): number | undefined {
  const clean = text.trim().replaceAll('−', '-').replace(',', '.');
  const parts = clean.split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const value = parts.length === 2 ? parts[0] / parts[1] : parts.length === 1 ? parts[0] : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
