// image_matrix: one linear filter with any matrix, border mode and stride. A separable filter is two such passes.
// Rows are IN_PITCH or OUT_PITCH pixels apart. A pixel is one word of four 8-bit values, or two words of four half
// floats (IN_HALF, OUT_HALF). An invocation computes THREAD_ROWS × THREAD_COLUMNS pixels and reads each pixel that they
// share once. A workgroup has THREADS_X × THREADS_Y invocations and uses no workgroup memory.
// Weights are padded with zeros, so every pixel read has a weight per output: see src/image/filters/image_matrix.ts.
// Source: register blocking, as in V. Volkov, "Better performance at lower occupancy" (GTC 2010).
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const STRIDE_ROWS = 1u; const STRIDE_COLUMNS = 1u;
// Window rows and columns before the output's position in the input.
const PAD_TOP = 1i; const PAD_LEFT = 1i;
// Whether a tap can read the border's constant.
const HAS_BORDER_VALUE = true;
// Alpha: 0 opaque, 1 the input's, 2 filtered like the colors (only if one matrix serves all channels).
const ALPHA = 0u;
const THREADS_X = 16u; const THREADS_Y = 4u; const THREAD_ROWS = 4u; const THREAD_COLUMNS = 2u;
// Rows and columns read per unrolled chunk.
const CHUNK_ROWS = 6u; const CHUNK_COLUMNS = 4u;

const MARGIN_ROWS = (THREAD_ROWS - 1u) * STRIDE_ROWS;
const MARGIN_COLUMNS = (THREAD_COLUMNS - 1u) * STRIDE_COLUMNS;
const READ_ROWS = MARGIN_ROWS + FILTER_HEIGHT;
const READ_COLUMNS = MARGIN_COLUMNS + FILTER_WIDTH;
const CHUNK_ROW_COUNT = (READ_ROWS + CHUNK_ROWS - 1u) / CHUNK_ROWS;
const CHUNK_COLUMN_COUNT = (READ_COLUMNS + CHUNK_COLUMNS - 1u) / CHUNK_COLUMNS;
const WEIGHTS_PITCH = CHUNK_COLUMN_COUNT * CHUNK_COLUMNS + MARGIN_COLUMNS;
// A single chunk is straight-line code without the taps that meet a padding zero.
const IS_WHOLE = CHUNK_ROW_COUNT * CHUNK_COLUMN_COUNT == 1u;
// Blocks that would reach past the picture are moved inside: they overlap others and write equal values. Only a picture
// smaller than a block needs a check per pixel written, which on a CPU adapter costs as much as the sums.
const IS_SMALL = OUT_HEIGHT < THREAD_ROWS || OUT_WIDTH < THREAD_COLUMNS;
const LAST_ROW = max(OUT_HEIGHT, THREAD_ROWS) - THREAD_ROWS;
const LAST_COLUMN = max(OUT_WIDTH, THREAD_COLUMNS) - THREAD_COLUMNS;
const TILES_X = (OUT_WIDTH + THREADS_X * THREAD_COLUMNS - 1u) / (THREADS_X * THREAD_COLUMNS);

// linked: pixels.wgsl
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
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

fn finish(sum: vec4f, row: u32, column: u32) {
  if (IS_SMALL && (row >= OUT_HEIGHT || column >= OUT_WIDTH)) { return; }
  var value = sum + fourWeights(WEIGHT_COUNT);
  if (ALPHA == 0u) { value.a = 1.0; }
  if (ALPHA == 1u) { value.a = load(row * STRIDE_ROWS * IN_PITCH + column * STRIDE_COLUMNS).a; }
  store(row * OUT_PITCH + column, value);
}

@compute @workgroup_size(THREADS_X, THREADS_Y)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) invocation: vec3u) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let firstRow = min(((workgroupIndex / TILES_X) * THREADS_Y + invocation.y) * THREAD_ROWS, LAST_ROW);
  let firstColumn = min(((workgroupIndex % TILES_X) * THREADS_X + invocation.x) * THREAD_COLUMNS, LAST_COLUMN);
  let top = i32(firstRow * STRIDE_ROWS) - PAD_TOP;
  let left = i32(firstColumn * STRIDE_COLUMNS) - PAD_LEFT;
  let outside = fourWeights(WEIGHT_COUNT + 4u);
  var sums: array<vec4f, THREAD_ROWS * THREAD_COLUMNS>; // registers
  for (var chunk = 0u; chunk < CHUNK_ROW_COUNT * CHUNK_COLUMN_COUNT; chunk++) { // unroll if single
    let rowOffset = (chunk / CHUNK_COLUMN_COUNT) * CHUNK_ROWS;
    let columnOffset = (chunk % CHUNK_COLUMN_COUNT) * CHUNK_COLUMNS;
    var columns: array<i32, CHUNK_COLUMNS>; // registers
    for (var c = 0u; c < CHUNK_COLUMNS; c++) { // unroll
      columns[c] = borderIndex(left + i32(columnOffset + c), i32(IN_WIDTH));
    }
    for (var r = 0u; r < CHUNK_ROWS; r++) { // unroll
      let row = borderIndex(top + i32(rowOffset + r), i32(IN_HEIGHT));
      for (var c = 0u; c < CHUNK_COLUMNS; c++) { // unroll
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns[c], 0)));
        if (HAS_BORDER_VALUE) { value = select(outside, value, min(row, columns[c]) >= 0); }
        for (var i = 0u; i < THREAD_ROWS; i++) { // unroll
          for (var j = 0u; j < THREAD_COLUMNS; j++) { // unroll
            if (!IS_WHOLE || (r >= i * STRIDE_ROWS && r < i * STRIDE_ROWS + FILTER_HEIGHT &&
                c >= j * STRIDE_COLUMNS && c < j * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + r + (THREAD_ROWS - 1u - i) * STRIDE_ROWS;
              let weightColumn = columnOffset + c + (THREAD_COLUMNS - 1u - j) * STRIDE_COLUMNS;
              sums[i * THREAD_COLUMNS + j] =
                weigh(sums[i * THREAD_COLUMNS + j], value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
          }
        }
      }
    }
  }
  for (var i = 0u; i < THREAD_ROWS; i++) { // unroll
    for (var j = 0u; j < THREAD_COLUMNS; j++) { // unroll
      finish(sums[i * THREAD_COLUMNS + j], firstRow + i, firstColumn + j);
    }
  }
}
