// fft_output: the last pass of the inverse transform. Writes the first TILE_OH × TILE_OW outputs of each tile to either
// layout, with bias, residual and activation. Its input has reversed digits, and real and imaginary parts swapped
// (fft_product.wgsl). Tiles share squares as in fft_input.wgsl.
// An invocation transforms 4 · BUTTERFLIES_PER_INVOCATION elements. Source: see fft_pass.wgsl.
alias Element = f32;

const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const OUTPUT_SIZE = 36u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const DIGITS = 4u;
const TILE_OH = 254u; const TILE_OW = 254u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 1u;
const SQUARE_COUNT = 1u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const TILES_OH = (OUT_HEIGHT + TILE_OH - 1u) / TILE_OH;
const TILES_OW = (OUT_WIDTH + TILE_OW - 1u) / TILE_OW;

@group(0) @binding(0) var<storage, read> products: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read> bias: array<Element>;
@group(0) @binding(2) var<storage, read> residual: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fft_four.wgsl
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; }
// end
// linked: fft_digits.wgsl
fn reversedDigits(number: u32, digits: u32) -> u32 { return number; }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let square = index / QUARTER;
    let place = index % QUARTER;
    let first = square * SQUARE + reversedDigits(place, 2u * DIGITS) / 4u;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) { // unroll
      x[i] = products[first + i * QUARTER];
    }
    x = fourier4(x);
    for (var i = 0u; i < 4u; i++) { // unroll
      x[i] = x[i].yxwz;
    }
    let column = place % SIDE;
    for (var e = 0u; e < 4u; e++) {
      let pair = square * 2u + e / 2u;
      let tile = pair % MAP_PAIRS * 2u + e % 2u;
      let oc = pair / MAP_PAIRS % OUT_CHANNELS;
      let ow = tile % TILES_OW * TILE_OW + column;
      let at = pair / (MAP_PAIRS * OUT_CHANNELS) * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + ow * OUTPUT_STRIDE_W;
      if (pair < PAIR_COUNT && tile < TILES_OH * TILES_OW && column < TILE_OW && ow < OUT_WIDTH) {
        for (var i = 0u; i < 4u; i++) { // unroll
          let row = (place >> SIDE_LOG2) + i * (SIDE / 4u);
          let oh = tile / TILES_OW * TILE_OH + row;
          if (row < TILE_OH && oh < OUT_HEIGHT) {
            var value = x[i].x;
            if (HAS_BIAS) { value += f32(bias[oc]); }
            if (HAS_RESIDUAL) { value += f32(residual[at + oh * OUTPUT_STRIDE_H]); }
            output[at + oh * OUTPUT_STRIDE_H] = Element(activate(value));
          }
        }
      }
      for (var i = 0u; i < 4u; i++) { // unroll
        x[i] = x[i].yzwx;
      }
    }
  }
}
