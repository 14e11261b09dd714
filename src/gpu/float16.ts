/** Rounds values to IEEE half precision (nearest, ties to even) and returns their bits. */
export function toFloat16Bits(values: ArrayLike<number>): Uint16Array {
  const bits = new Uint16Array(values.length);
  const word = new DataView(new ArrayBuffer(4));
  for (let index = 0; index < values.length; index++) {
    word.setFloat32(0, values[index]);
    bits[index] = halfBits(word.getUint32(0));
  }
  return bits;
}

/** Converts half-precision bits to float32, exactly. */
export function fromFloat16Bits(bits: ArrayLike<number>): Float32Array {
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) {
    const half = bits[index];
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0) values[index] = sign * mantissa * 2 ** -24;
    else if (exponent === 31) values[index] = mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else values[index] = sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  }
  return values;
}

function halfBits(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x33000001) return sign;
  const exponent = (magnitude >>> 23) - 127;
  const shift = exponent < -14 ? -exponent - 1 : 13;
  const significand = (magnitude & 0x7fffff) | 0x800000;
  const base = exponent < -14 ? significand >>> shift : ((exponent + 14) << 10) + (significand >>> shift);
  const rest = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const roundsUp = rest > half || (rest === half && (base & 1) === 1);
  return sign | (base + (roundsUp ? 1 : 0));
}
