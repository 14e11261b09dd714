// fft_digits: `number` with its `digits` base-4 digits reversed: the passes of fft_pass.wgsl leave element `number`
// there.
fn reversedDigits(number: u32, digits: u32) -> u32 {
  let bits = reverseBits(number) >> (32u - 2u * digits);
  return ((bits & 0x55555555u) << 1u) | ((bits >> 1u) & 0x55555555u);
}
