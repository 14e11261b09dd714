// fft_digits: a number of `digits` digits of base 4, read backwards: where the passes of fft_pass.wgsl leave what was at it.
fn reversedDigits(number: u32, digits: u32) -> u32 {
  let bits = reverseBits(number) >> (32u - 2u * digits);
  return ((bits & 0x55555555u) << 1u) | ((bits >> 1u) & 0x55555555u);
}
