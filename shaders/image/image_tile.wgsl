// image_tile: one linear filter of a picture, for GPUs. A workgroup stages the pixels that its TILE_ROWS × TILE_COLUMNS
// outputs read, packed as in memory, with the border resolved. It then applies the whole matrix, or (IS_SEPARABLE) the
// row filter into workgroup memory in float32 and then the column filter.
// A workgroup has 16 × 16 invocations. An invocation's pixels are 16 apart, so neighbors read neighboring words.
// Source: V. Podlozhnyuk, "Image Convolution with CUDA" (NVIDIA, 2007).
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_PITCH = 64u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
// Window rows and columns before the output's position.
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const TILE_ROWS = 32u; const TILE_COLUMNS = 32u;
const IS_SEPARABLE = false;
// Whether a tap can read the border's constant.
const HAS_BORDER_VALUE = true;
// Whether staged pixels are half floats. If the border has a color, 8-bit pixels are too: as whole 255ths, which are
// exact.
const STAGED_HALF = false;
// Alpha: 0 opaque, 1 the input's, 2 filtered like the colors (only if one matrix serves all channels).
const ALPHA = 0u;

const THREAD_ROWS = TILE_ROWS / 16u;
const THREAD_COLUMNS = TILE_COLUMNS / 16u;
const STAGED_ROWS = TILE_ROWS + FILTER_HEIGHT - 1u;
const STAGED_COLUMNS = TILE_COLUMNS + FILTER_WIDTH - 1u;
const STAGED_COUNT = STAGED_ROWS * STAGED_COLUMNS;
const STAGED_WORDS = STAGED_COUNT * select(1u, 2u, STAGED_HALF);
const LINE_COUNT = select(1u, STAGED_ROWS * TILE_COLUMNS, IS_SEPARABLE);
const TILES_X = (IN_WIDTH + TILE_COLUMNS - 1u) / TILE_COLUMNS;
const UNIT = select(255.0, 1.0, IN_HALF);

var<workgroup> staged: array<u32, STAGED_WORDS>;
var<workgroup> lines: array<vec4f, LINE_COUNT>;

// linked: pixels.wgsl
const IN_HALF = false;
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: weights.wgsl
const WEIGHT_COUNT = 9u;
@group(0) @binding(2) var<storage, read> weights: array<f32, WEIGHT_COUNT + 8u>;
fn fourWeights(at: u32) -> vec4f { return vec4f(weights[at]); }
fn weigh(sum: vec4f, value: vec4f, tap: u32) -> vec4f { return sum + value * weights[tap]; }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: image_border.wgsl
fn borderIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

fn stageHalf(at: u32, value: vec4f) {
  staged[2u * at] = pack2x16float(value.xy);
  staged[2u * at + 1u] = pack2x16float(value.zw);
}

fn stage(at: u32, row: i32, column: i32) {
  if (HAS_BORDER_VALUE && min(row, column) < 0) {
    // without half floats the border is zeros, see src/image/filters/image_tile.ts
    if (STAGED_HALF) { stageHalf(at, fourWeights(WEIGHT_COUNT + 4u) * UNIT); } else { staged[at] = 0u; }
    return;
  }
  let index = u32(row) * IN_PITCH + u32(column);
  if (IN_HALF) {
    staged[2u * at] = input[2u * index];
    staged[2u * at + 1u] = input[2u * index + 1u];
  } else if (STAGED_HALF) {
    stageHalf(at, round(unpack4x8unorm(input[index]) * UNIT));
  } else {
    staged[at] = input[index];
  }
}

fn stagedPixel(row: u32, column: u32) -> vec4f {
  let at = row * STAGED_COLUMNS + column;
  if (STAGED_HALF) {
    return vec4f(unpack2x16float(staged[2u * at]), unpack2x16float(staged[2u * at + 1u])) / UNIT;
  }
  return unpack4x8unorm(staged[at]);
}

fn finish(sum: vec4f, tileRow: u32, tileColumn: u32, row: u32, column: u32) {
  if (row >= IN_HEIGHT || column >= IN_WIDTH) { return; }
  var value = sum + fourWeights(WEIGHT_COUNT);
  if (ALPHA == 0u) { value.a = 1.0; }
  if (ALPHA == 1u) { value.a = stagedPixel(tileRow + u32(PAD_TOP), tileColumn + u32(PAD_LEFT)).a; }
  store(row * OUT_PITCH + column, value);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) invocation: vec3u,
  @builtin(local_invocation_index) invocationIndex: u32,
) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let top = (workgroupIndex / TILES_X) * TILE_ROWS;
  let left = (workgroupIndex % TILES_X) * TILE_COLUMNS;
  // nothing past the last pixel's window, for tiles that reach past the picture
  let lastRow = i32(IN_HEIGHT + FILTER_HEIGHT) - 2 - PAD_TOP;
  let lastColumn = i32(IN_WIDTH + FILTER_WIDTH) - 2 - PAD_LEFT;
  for (var at = invocationIndex; at < STAGED_COUNT; at += 256u) {
    let row = min(i32(top + at / STAGED_COLUMNS) - PAD_TOP, lastRow);
    let column = min(i32(left + at % STAGED_COLUMNS) - PAD_LEFT, lastColumn);
    stage(at, borderIndex(row, i32(IN_HEIGHT)), borderIndex(column, i32(IN_WIDTH)));
  }
  workgroupBarrier(); // every pixel is staged before any tap reads
  var sums: array<vec4f, THREAD_ROWS * THREAD_COLUMNS>; // registers
  if (IS_SEPARABLE) {
    for (var row = invocation.y; row < STAGED_ROWS; row += 16u) {
      for (var column = invocation.x; column < TILE_COLUMNS; column += 16u) {
        var sum = vec4f();
        for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
          sum += stagedPixel(row, column + kw) * weights[kw];
        }
        lines[row * TILE_COLUMNS + column] = sum;
      }
    }
    workgroupBarrier(); // every row is filtered before any column reads
    for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
      let weight = weights[FILTER_WIDTH + kh];
      for (var i = 0u; i < THREAD_ROWS; i++) { // unroll
        for (var j = 0u; j < THREAD_COLUMNS; j++) { // unroll
          let at = (invocation.y + 16u * i + kh) * TILE_COLUMNS + invocation.x + 16u * j;
          sums[i * THREAD_COLUMNS + j] += lines[at] * weight;
        }
      }
    }
  } else {
    for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
      for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
        for (var i = 0u; i < THREAD_ROWS; i++) { // unroll
          for (var j = 0u; j < THREAD_COLUMNS; j++) { // unroll
            let value = stagedPixel(invocation.y + 16u * i + kh, invocation.x + 16u * j + kw);
            sums[i * THREAD_COLUMNS + j] = weigh(sums[i * THREAD_COLUMNS + j], value, kh * FILTER_WIDTH + kw);
          }
        }
      }
    }
  }
  for (var i = 0u; i < THREAD_ROWS; i++) { // unroll
    for (var j = 0u; j < THREAD_COLUMNS; j++) { // unroll
      let tileRow = invocation.y + 16u * i;
      let tileColumn = invocation.x + 16u * j;
      finish(sums[i * THREAD_COLUMNS + j], tileRow, tileColumn, top + tileRow, left + tileColumn);
    }
  }
}
