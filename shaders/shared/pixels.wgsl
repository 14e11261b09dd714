// pixels: `input` is read, `output` written. A pixel is one word of four 8-bit values, or two words of four half floats
// (IN_HALF, OUT_HALF).
const IN_HALF = false;
const OUT_HALF = false;

@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

fn load(index: u32) -> vec4f {
  if (IN_HALF) { return vec4f(unpack2x16float(input[2u * index]), unpack2x16float(input[2u * index + 1u])); }
  return unpack4x8unorm(input[index]);
}

fn store(index: u32, value: vec4f) {
  if (OUT_HALF) {
    output[2u * index] = pack2x16float(value.xy);
    output[2u * index + 1u] = pack2x16float(value.zw);
  } else {
    output[index] = pack4x8unorm(value);
  }
}
