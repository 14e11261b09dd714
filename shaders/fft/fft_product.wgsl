// fft_product: the last pass of the input's transform, its product with the conjugate of the filter's transform (for
// cross-correlation), and the first pass of the inverse transform. The product is stored with digits in natural order,
// and real and imaginary parts swapped: the transform of swapped parts is the inverse transform, swapped.
// An invocation computes 4 · BUTTERFLIES_PER_INVOCATION elements. Source: see fft_pass.wgsl.
const OUT_CHANNELS = 1u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 1u;
const SQUARE_COUNT = 1u;
const DIGITS = 4u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const SCALE: f32 = 1.0 / f32(SQUARE);

@group(0) @binding(0) var<storage, read> spectrum: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read> filterSpectrum: array<vec4f, (OUT_CHANNELS + 1u) / 2u * SQUARE>;
@group(0) @binding(2) var<storage, read_write> products: array<vec4f, SQUARE_COUNT * SQUARE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fft_four.wgsl
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; }
// end
// linked: fft_turn.wgsl
fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> { return x; }
// end
// linked: fft_digits.wgsl
fn reversedDigits(number: u32, digits: u32) -> u32 { return number; }
// end

fn weightOf(pair: u32, place: u32) -> vec2f {
  let oc = min(pair, PAIR_COUNT - 1u) / MAP_PAIRS % OUT_CHANNELS;
  let weights = filterSpectrum[oc / 2u * SQUARE + place];
  return select(weights.xy, weights.zw, oc % 2u == 1u) * SCALE;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let square = index / QUARTER;
    let place = index % QUARTER;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) { // unroll
      x[i] = spectrum[square * SQUARE + place + i * QUARTER];
    }
    x = fourier4(x);
    for (var i = 0u; i < 4u; i++) { // unroll
      let v = weightOf(square * 2u, place * 4u + i);
      let w = weightOf(square * 2u + 1u, place * 4u + i);
      let z = x[i];
      x[i] = vec4f(z.y * v.x - z.x * v.y, z.x * v.x + z.y * v.y, z.w * w.x - z.z * w.y, z.z * w.x + z.w * w.y);
    }
    let to = reversedDigits(place * 4u, 2u * DIGITS);
    x = rotated(fourier4(x), to >> SIDE_LOG2, DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      products[square * SQUARE + to * 4u + i] = x[i];
    }
  }
}
