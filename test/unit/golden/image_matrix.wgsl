// image_matrix
const IN_WIDTH = 20u; const IN_HEIGHT = 20u; const IN_PITCH = 64u;
const OUT_WIDTH = 20u; const OUT_HEIGHT = 20u; const OUT_PITCH = 64u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const STRIDE_ROWS = 1u; const STRIDE_COLUMNS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const HAS_BORDER_VALUE = false;
const ALPHA = 0u;
const THREADS_X = 16u; const THREADS_Y = 4u; const THREAD_ROWS = 4u; const THREAD_COLUMNS = 1u;
const CHUNK_ROWS = 6u; const CHUNK_COLUMNS = 3u;

const MARGIN_ROWS = (THREAD_ROWS - 1u) * STRIDE_ROWS;
const MARGIN_COLUMNS = (THREAD_COLUMNS - 1u) * STRIDE_COLUMNS;
const READ_ROWS = MARGIN_ROWS + FILTER_HEIGHT;
const READ_COLUMNS = MARGIN_COLUMNS + FILTER_WIDTH;
const CHUNK_ROW_COUNT = (READ_ROWS + CHUNK_ROWS - 1u) / CHUNK_ROWS;
const CHUNK_COLUMN_COUNT = (READ_COLUMNS + CHUNK_COLUMNS - 1u) / CHUNK_COLUMNS;
const WEIGHTS_PITCH = CHUNK_COLUMN_COUNT * CHUNK_COLUMNS + MARGIN_COLUMNS;
const IS_WHOLE = CHUNK_ROW_COUNT * CHUNK_COLUMN_COUNT == 1u;
const IS_SMALL = OUT_HEIGHT < THREAD_ROWS || OUT_WIDTH < THREAD_COLUMNS;
const LAST_ROW = max(OUT_HEIGHT, THREAD_ROWS) - THREAD_ROWS;
const LAST_COLUMN = max(OUT_WIDTH, THREAD_COLUMNS) - THREAD_COLUMNS;
const TILES_X = (OUT_WIDTH + THREADS_X * THREAD_COLUMNS - 1u) / (THREADS_X * THREAD_COLUMNS);
const IN_HALF = false;
const OUT_HALF = false;

@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

fn load(index: u32) -> vec4f {
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
const WEIGHT_COUNT = 27u;
const WEIGHTS_PER_TAP = 1u;

@group(0) @binding(2) var<storage, read> weights: array<f32, WEIGHT_COUNT + 8u>;

fn fourWeights(at: u32) -> vec4f {
  return vec4f(weights[at], weights[at + 1u], weights[at + 2u], weights[at + 3u]);
}

fn weigh(sum: vec4f, value: vec4f, tap: u32) -> vec4f {
  let at = tap * WEIGHTS_PER_TAP;
{ return sum + value * weights[at]; }
}
const WORKGROUPS_X = 4u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 4u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const BORDER_MODE = 4u;
const IS_NEAR = true;
const PADDING_MODE = 4u;

fn foldOutside(index: i32, size: i32) -> i32 {
{
      let period = max(2 * size - 2, 1);
      let folded = ((index % period) + period) % period;
      return min(folded, period - folded);
    }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}


fn borderIndex(index: i32, size: i32) -> i32 {
  if (!IS_NEAR) { return foldIndex(index, size); }
{
      let mirrored = abs(index);
      return min(mirrored, 2 * size - 2 - mirrored);
    }
}


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
  var sums_0: vec4f;
  var sums_1: vec4f;
  var sums_2: vec4f;
  var sums_3: vec4f;
{
    let rowOffset = (0u / CHUNK_COLUMN_COUNT) * CHUNK_ROWS;
    let columnOffset = (0u % CHUNK_COLUMN_COUNT) * CHUNK_COLUMNS;
    var columns_0: i32;
    var columns_1: i32;
    var columns_2: i32;
{
      columns_0 = borderIndex(left + i32(columnOffset + 0u), i32(IN_WIDTH));
}
{
      columns_1 = borderIndex(left + i32(columnOffset + 1u), i32(IN_WIDTH));
}
{
      columns_2 = borderIndex(left + i32(columnOffset + 2u), i32(IN_WIDTH));
}
{
      let row = borderIndex(top + i32(rowOffset + 0u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (0u >= 0u * STRIDE_ROWS && 0u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 1u * STRIDE_ROWS && 0u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 2u * STRIDE_ROWS && 0u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 3u * STRIDE_ROWS && 0u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (0u >= 0u * STRIDE_ROWS && 0u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 1u * STRIDE_ROWS && 0u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 2u * STRIDE_ROWS && 0u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 3u * STRIDE_ROWS && 0u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (0u >= 0u * STRIDE_ROWS && 0u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 1u * STRIDE_ROWS && 0u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 2u * STRIDE_ROWS && 0u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (0u >= 3u * STRIDE_ROWS && 0u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 0u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
{
      let row = borderIndex(top + i32(rowOffset + 1u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (1u >= 0u * STRIDE_ROWS && 1u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 1u * STRIDE_ROWS && 1u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 2u * STRIDE_ROWS && 1u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 3u * STRIDE_ROWS && 1u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (1u >= 0u * STRIDE_ROWS && 1u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 1u * STRIDE_ROWS && 1u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 2u * STRIDE_ROWS && 1u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 3u * STRIDE_ROWS && 1u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (1u >= 0u * STRIDE_ROWS && 1u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 1u * STRIDE_ROWS && 1u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 2u * STRIDE_ROWS && 1u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (1u >= 3u * STRIDE_ROWS && 1u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 1u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
{
      let row = borderIndex(top + i32(rowOffset + 2u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (2u >= 0u * STRIDE_ROWS && 2u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 1u * STRIDE_ROWS && 2u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 2u * STRIDE_ROWS && 2u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 3u * STRIDE_ROWS && 2u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (2u >= 0u * STRIDE_ROWS && 2u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 1u * STRIDE_ROWS && 2u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 2u * STRIDE_ROWS && 2u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 3u * STRIDE_ROWS && 2u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (2u >= 0u * STRIDE_ROWS && 2u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 1u * STRIDE_ROWS && 2u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 2u * STRIDE_ROWS && 2u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (2u >= 3u * STRIDE_ROWS && 2u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 2u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
{
      let row = borderIndex(top + i32(rowOffset + 3u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (3u >= 0u * STRIDE_ROWS && 3u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 1u * STRIDE_ROWS && 3u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 2u * STRIDE_ROWS && 3u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 3u * STRIDE_ROWS && 3u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (3u >= 0u * STRIDE_ROWS && 3u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 1u * STRIDE_ROWS && 3u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 2u * STRIDE_ROWS && 3u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 3u * STRIDE_ROWS && 3u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (3u >= 0u * STRIDE_ROWS && 3u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 1u * STRIDE_ROWS && 3u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 2u * STRIDE_ROWS && 3u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (3u >= 3u * STRIDE_ROWS && 3u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 3u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
{
      let row = borderIndex(top + i32(rowOffset + 4u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (4u >= 0u * STRIDE_ROWS && 4u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 1u * STRIDE_ROWS && 4u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 2u * STRIDE_ROWS && 4u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 3u * STRIDE_ROWS && 4u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (4u >= 0u * STRIDE_ROWS && 4u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 1u * STRIDE_ROWS && 4u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 2u * STRIDE_ROWS && 4u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 3u * STRIDE_ROWS && 4u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (4u >= 0u * STRIDE_ROWS && 4u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 1u * STRIDE_ROWS && 4u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 2u * STRIDE_ROWS && 4u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (4u >= 3u * STRIDE_ROWS && 4u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 4u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
{
      let row = borderIndex(top + i32(rowOffset + 5u), i32(IN_HEIGHT));
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_0, 0)));
{
{
            if (!IS_WHOLE || (5u >= 0u * STRIDE_ROWS && 5u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 1u * STRIDE_ROWS && 5u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 2u * STRIDE_ROWS && 5u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 3u * STRIDE_ROWS && 5u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                0u >= 0u * STRIDE_COLUMNS && 0u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 0u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_1, 0)));
{
{
            if (!IS_WHOLE || (5u >= 0u * STRIDE_ROWS && 5u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 1u * STRIDE_ROWS && 5u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 2u * STRIDE_ROWS && 5u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 3u * STRIDE_ROWS && 5u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                1u >= 0u * STRIDE_COLUMNS && 1u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 1u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
{
        var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(columns_2, 0)));
{
{
            if (!IS_WHOLE || (5u >= 0u * STRIDE_ROWS && 5u < 0u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 0u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_0 =
                weigh(sums_0, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 1u * STRIDE_ROWS && 5u < 1u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 1u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_1 =
                weigh(sums_1, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 2u * STRIDE_ROWS && 5u < 2u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 2u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_2 =
                weigh(sums_2, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
{
{
            if (!IS_WHOLE || (5u >= 3u * STRIDE_ROWS && 5u < 3u * STRIDE_ROWS + FILTER_HEIGHT &&
                2u >= 0u * STRIDE_COLUMNS && 2u < 0u * STRIDE_COLUMNS + FILTER_WIDTH)) {
              let weightRow = rowOffset + 5u + (THREAD_ROWS - 1u - 3u) * STRIDE_ROWS;
              let weightColumn = columnOffset + 2u + (THREAD_COLUMNS - 1u - 0u) * STRIDE_COLUMNS;
              sums_3 =
                weigh(sums_3, value, weightRow * WEIGHTS_PITCH + weightColumn);
            }
}
}
}
}
}
{
{
      finish(sums_0, firstRow + 0u, firstColumn + 0u);
}
}
{
{
      finish(sums_1, firstRow + 1u, firstColumn + 0u);
}
}
{
{
      finish(sums_2, firstRow + 2u, firstColumn + 0u);
}
}
{
{
      finish(sums_3, firstRow + 3u, firstColumn + 0u);
}
}
}
