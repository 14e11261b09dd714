// fft_input: the input, from either layout, as squares of 4^DIGITS × 4^DIGITS elements after the first pass of their
// transform. The border is resolved on each read.
// A square holds two pairs of tiles. An element is two complex numbers, one per pair: the real part is of the first
// tile, the imaginary part of the second. The tiles of a pair belong to one output channel and start TILE_OH × TILE_OW
// outputs apart.
// An invocation transforms 4 · BUTTERFLIES_PER_INVOCATION elements. Source: see fft_pass.wgsl.
alias Element = f32;

const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_WIDTH = 6u;
const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const HAS_BORDER = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const TILE_OH = 254u; const TILE_OW = 254u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 1u;
const SQUARE_COUNT = 1u;
const DIGITS = 4u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const TILES_OW = (OUT_WIDTH + TILE_OW - 1u) / TILE_OW;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read_write> spectrum: array<vec4f, SQUARE_COUNT * SQUARE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: fft_four.wgsl
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; }
// end
// linked: fft_turn.wgsl
fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> { return x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let firstRow = (index % QUARTER) >> SIDE_LOG2;
    var x: array<vec4f, 4>;
    for (var e = 0u; e < 4u; e++) {
      let pair = min(index / QUARTER * 2u + e / 2u, PAIR_COUNT - 1u);
      let tile = pair % MAP_PAIRS * 2u + e % 2u;
      let oc = pair / MAP_PAIRS % OUT_CHANNELS;
      let plane = pair / (MAP_PAIRS * OUT_CHANNELS) * INPUT_STRIDE_N + oc / GROUP_OUT_CHANNELS * INPUT_STRIDE_C;
      let iw = foldIndex(i32(tile % TILES_OW * TILE_OW + index % SIDE) - PAD_LEFT, i32(IN_WIDTH));
      for (var i = 0u; i < 4u; i++) { // unroll
        let row = tile / TILES_OW * TILE_OH + firstRow + i * (SIDE / 4u);
        let ih = foldIndex(i32(row) - PAD_TOP, i32(IN_HEIGHT));
        let value = f32(input[plane + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W]);
        x[i] = vec4f(x[i].yzw, select(PADDING_VALUE, value, !HAS_BORDER | ((ih >= 0) & (iw >= 0))));
      }
    }
    x = rotated(fourier4(x), firstRow, DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      spectrum[index * 4u + i] = x[i];
    }
  }
}
