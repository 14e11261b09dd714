// winograd_filter
alias Element = f32;

const IN_CHANNELS = 32u; const OUT_CHANNELS = 4u;
const FLIP_FILTER = false;
const FILTER_SIZE = 1152u;
const FILTER_STRIDE_O = 288u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const FILTER_SIDE = 6u;
const DEPTH = 32u;
const ROWS4 = 8u; const TILE4 = 8u;
const ROWS = ROWS4 * 4u;
const TILE = TILE4 * 4u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32, FILTER_SIDE * FILTER_SIDE * DEPTH * ROWS>;
const WORKGROUPS_X = 16u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 16u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const POINTS_OUT = 4u;
const POINTS_STRIDE = 1u;
const POINTS = 10u * POINTS_STRIDE + POINTS_OUT;
const HALF_ROOT: f32 = 0.70710678118;
const ROOT: f32 = 1.41421356237;

fn inputTransform(d: array<f32, 9>) -> array<f32, 9> {
{
      let near = d[4] - 2.0 * d[2];
      let nearOdd = HALF_ROOT * d[3] - ROOT * d[1];
      let far = d[4] - 0.5 * d[2];
      let farOdd = ROOT * d[3] - HALF_ROOT * d[1];
      let first = d[0] - 2.5 * d[2] + d[4];
      let last = d[1] - 2.5 * d[3] + d[5];
      return array<f32, 9>(first, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, last, 0, 0, 0);
    }
}

fn filterTransform(g: vec3f) -> array<f32, 9> {
{
      let near = (g.x + 0.5 * g.z) / -1.5;
      let nearOdd = HALF_ROOT * g.y / -1.5;
      let far = (g.x + 2.0 * g.z) / 6.0;
      let farOdd = ROOT * g.y / 6.0;
      return array<f32, 9>(g.x, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, g.z, 0, 0, 0);
    }
}

fn outputTransform(m: array<f32, 9>) -> vec4f {
{
      let near = m[1] + m[2];
      let nearOdd = HALF_ROOT * (m[1] - m[2]);
      let far = m[3] + m[4];
      let farOdd = ROOT * (m[3] - m[4]);
      return vec4f(
        m[0] + near + far, nearOdd + farOdd, 0.5 * near + 2.0 * far, 0.5 * nearOdd + 2.0 * farOdd + m[5],
      );
    }
}


fn tap(base: u32, kh: u32, kw: u32) -> f32 {
  let row = select(kh, 2u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  return f32(filterWeights[base + row + select(kw, 2u - kw, FLIP_FILTER) * FILTER_STRIDE_W]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= DEPTH * ROWS) { return; }
  let row = index % ROWS;
  let ic = index / ROWS;
  let base = min(row, OUT_CHANNELS - 1u) * FILTER_STRIDE_O + min(ic, IN_CHANNELS - 1u) * FILTER_STRIDE_I;
  let place = (row / TILE * DEPTH + ic) * TILE + row % TILE;
  var d_0: vec3f;
  var d_1: vec3f;
  var d_2: vec3f;
  var d_3: vec3f;
  var d_4: vec3f;
  var d_5: vec3f;
  for (var kw = 0u; kw < 3u; kw++) {
    let taps = vec3f(tap(base, 0u, kw), tap(base, 1u, kw), tap(base, 2u, kw));
    let t = filterTransform(select(vec3f(), taps, ic < IN_CHANNELS));
{
      d_0 = vec3f(d_0.yz, t[0u]);
}
{
      d_1 = vec3f(d_1.yz, t[1u]);
}
{
      d_2 = vec3f(d_2.yz, t[2u]);
}
{
      d_3 = vec3f(d_3.yz, t[3u]);
}
{
      d_4 = vec3f(d_4.yz, t[4u]);
}
{
      d_5 = vec3f(d_5.yz, t[5u]);
}
  }
  for (var i = 0u; i < FILTER_SIDE; i++) {
    let t = filterTransform(d_0);
{
      d_0 = d_1;
}
{
      d_1 = d_2;
}
{
      d_2 = d_3;
}
{
      d_3 = d_4;
}
{
      d_4 = d_5;
}
{
      transformed[place + (i * FILTER_SIDE + 0u) * (DEPTH * ROWS)] = t[0u];
}
{
      transformed[place + (i * FILTER_SIDE + 1u) * (DEPTH * ROWS)] = t[1u];
}
{
      transformed[place + (i * FILTER_SIDE + 2u) * (DEPTH * ROWS)] = t[2u];
}
{
      transformed[place + (i * FILTER_SIDE + 3u) * (DEPTH * ROWS)] = t[3u];
}
{
      transformed[place + (i * FILTER_SIDE + 4u) * (DEPTH * ROWS)] = t[4u];
}
{
      transformed[place + (i * FILTER_SIDE + 5u) * (DEPTH * ROWS)] = t[5u];
}
  }
}

// winograd_input
alias Element = f32;

const BATCH = 1u; const IN_CHANNELS = 32u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const HAS_BORDER = true;
const INPUT_SIZE = 512u;
const INPUT_STRIDE_N = 512u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const OUT_TILE = 4u;
const DEPTH = 32u; const PITCH = 16u;
const TILE = 16u;
const SIDE = (OUT_TILE - 1u) * STRIDE_HEIGHT + 3u;
const IMAGES_OH = min(DILATION_HEIGHT, OUT_HEIGHT);
const IMAGES_OW = min(DILATION_WIDTH, OUT_WIDTH);
const REACH_OH = OUT_TILE * DILATION_HEIGHT;
const REACH_OW = OUT_TILE * DILATION_WIDTH;
const TILES_OH = IMAGES_OH * ((OUT_HEIGHT + REACH_OH - 1u) / REACH_OH);
const TILES_OW = IMAGES_OW * ((OUT_WIDTH + REACH_OW - 1u) / REACH_OW);
const TILE_COUNT = BATCH * TILES_OH * TILES_OW;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32, SIDE * SIDE * DEPTH * PITCH>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const PADDING_MODE = 0u;

fn foldOutside(index: i32, size: i32) -> i32 {
{ return -1; }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}
const POINTS_OUT = 4u;
const POINTS_STRIDE = 1u;
const POINTS = 10u * POINTS_STRIDE + POINTS_OUT;
const HALF_ROOT: f32 = 0.70710678118;
const ROOT: f32 = 1.41421356237;

fn inputTransform(d: array<f32, 9>) -> array<f32, 9> {
{
      let near = d[4] - 2.0 * d[2];
      let nearOdd = HALF_ROOT * d[3] - ROOT * d[1];
      let far = d[4] - 0.5 * d[2];
      let farOdd = ROOT * d[3] - HALF_ROOT * d[1];
      let first = d[0] - 2.5 * d[2] + d[4];
      let last = d[1] - 2.5 * d[3] + d[5];
      return array<f32, 9>(first, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, last, 0, 0, 0);
    }
}

fn filterTransform(g: vec3f) -> array<f32, 9> {
{
      let near = (g.x + 0.5 * g.z) / -1.5;
      let nearOdd = HALF_ROOT * g.y / -1.5;
      let far = (g.x + 2.0 * g.z) / 6.0;
      let farOdd = ROOT * g.y / 6.0;
      return array<f32, 9>(g.x, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, g.z, 0, 0, 0);
    }
}

fn outputTransform(m: array<f32, 9>) -> vec4f {
{
      let near = m[1] + m[2];
      let nearOdd = HALF_ROOT * (m[1] - m[2]);
      let far = m[3] + m[4];
      let farOdd = ROOT * (m[3] - m[4]);
      return vec4f(
        m[0] + near + far, nearOdd + farOdd, 0.5 * near + 2.0 * far, 0.5 * nearOdd + 2.0 * farOdd + m[5],
      );
    }
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= DEPTH * TILE_COUNT) { return; }
  let tile = index % TILE_COUNT;
  let ic = index / TILE_COUNT;
  let n = tile / (TILES_OH * TILES_OW);
  let tileRow = tile / TILES_OW % TILES_OH;
  let tileColumn = tile % TILES_OW;
  let oh = tileRow / IMAGES_OH * REACH_OH + tileRow % IMAGES_OH;
  let ow = tileColumn / IMAGES_OW * REACH_OW + tileColumn % IMAGES_OW;
  let firstRow = i32(oh * STRIDE_HEIGHT) - PAD_TOP;
  let firstColumn = i32(ow * STRIDE_WIDTH) - PAD_LEFT;
  let plane = n * INPUT_STRIDE_N + min(ic, IN_CHANNELS - 1u) * INPUT_STRIDE_C;

  var columns_0: u32;
  var columns_1: u32;
  var columns_2: u32;
  var columns_3: u32;
  var columns_4: u32;
  var columns_5: u32;
  var isInside_0: bool;
  var isInside_1: bool;
  var isInside_2: bool;
  var isInside_3: bool;
  var isInside_4: bool;
  var isInside_5: bool;
  var d_0: f32;
  var d_1: f32;
  var d_2: f32;
  var d_3: f32;
  var d_4: f32;
  var d_5: f32;
  var d_6: f32;
  var d_7: f32;
  var d_8: f32;
  var d_9: f32;
  var d_10: f32;
  var d_11: f32;
  var d_12: f32;
  var d_13: f32;
  var d_14: f32;
  var d_15: f32;
  var d_16: f32;
  var d_17: f32;
  var d_18: f32;
  var d_19: f32;
  var d_20: f32;
  var d_21: f32;
  var d_22: f32;
  var d_23: f32;
  var d_24: f32;
  var d_25: f32;
  var d_26: f32;
  var d_27: f32;
  var d_28: f32;
  var d_29: f32;
  var d_30: f32;
  var d_31: f32;
  var d_32: f32;
  var d_33: f32;
  var d_34: f32;
  var d_35: f32;
{
    let iw = foldIndex(firstColumn + i32(0u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_0 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_0 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(firstColumn + i32(1u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_1 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_1 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(firstColumn + i32(2u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_2 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_2 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(firstColumn + i32(3u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_3 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_3 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(firstColumn + i32(4u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_4 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_4 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(firstColumn + i32(5u * DILATION_WIDTH), i32(IN_WIDTH));
    columns_5 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_5 = !HAS_BORDER | (iw >= 0);
}
  var line: array<f32, 9>;
  for (var i = 0u; i < SIDE; i++) {
{
      d_0 = d_6;
}
{
      d_1 = d_7;
}
{
      d_2 = d_8;
}
{
      d_3 = d_9;
}
{
      d_4 = d_10;
}
{
      d_5 = d_11;
}
{
      d_6 = d_12;
}
{
      d_7 = d_13;
}
{
      d_8 = d_14;
}
{
      d_9 = d_15;
}
{
      d_10 = d_16;
}
{
      d_11 = d_17;
}
{
      d_12 = d_18;
}
{
      d_13 = d_19;
}
{
      d_14 = d_20;
}
{
      d_15 = d_21;
}
{
      d_16 = d_22;
}
{
      d_17 = d_23;
}
{
      d_18 = d_24;
}
{
      d_19 = d_25;
}
{
      d_20 = d_26;
}
{
      d_21 = d_27;
}
{
      d_22 = d_28;
}
{
      d_23 = d_29;
}
{
      d_24 = d_30;
}
{
      d_25 = d_31;
}
{
      d_26 = d_32;
}
{
      d_27 = d_33;
}
{
      d_28 = d_34;
}
{
      d_29 = d_35;
}
    let ih = foldIndex(firstRow + i32(i * DILATION_HEIGHT), i32(IN_HEIGHT));
    let isRowInside = !HAS_BORDER | (ih >= 0);
    let row = u32(max(ih, 0)) * INPUT_STRIDE_H;
{
      line[0u] = select(PADDING_VALUE, f32(input[row + columns_0]), isRowInside & isInside_0);
}
{
      line[1u] = select(PADDING_VALUE, f32(input[row + columns_1]), isRowInside & isInside_1);
}
{
      line[2u] = select(PADDING_VALUE, f32(input[row + columns_2]), isRowInside & isInside_2);
}
{
      line[3u] = select(PADDING_VALUE, f32(input[row + columns_3]), isRowInside & isInside_3);
}
{
      line[4u] = select(PADDING_VALUE, f32(input[row + columns_4]), isRowInside & isInside_4);
}
{
      line[5u] = select(PADDING_VALUE, f32(input[row + columns_5]), isRowInside & isInside_5);
}
    let t = inputTransform(line);
{
      d_30 = t[0u];
}
{
      d_31 = t[1u];
}
{
      d_32 = t[2u];
}
{
      d_33 = t[3u];
}
{
      d_34 = t[4u];
}
{
      d_35 = t[5u];
}
  }
  var at = (tile / TILE * DEPTH + ic) * TILE + tile % TILE;
  for (var j = 0u; j < SIDE; j++) {
{
      var value = d_0;
{
        value = select(value, d_1, j == 1u);
}
{
        value = select(value, d_2, j == 2u);
}
{
        value = select(value, d_3, j == 3u);
}
{
        value = select(value, d_4, j == 4u);
}
{
        value = select(value, d_5, j == 5u);
}
      line[0u] = value;
}
{
      var value = d_6;
{
        value = select(value, d_7, j == 1u);
}
{
        value = select(value, d_8, j == 2u);
}
{
        value = select(value, d_9, j == 3u);
}
{
        value = select(value, d_10, j == 4u);
}
{
        value = select(value, d_11, j == 5u);
}
      line[1u] = value;
}
{
      var value = d_12;
{
        value = select(value, d_13, j == 1u);
}
{
        value = select(value, d_14, j == 2u);
}
{
        value = select(value, d_15, j == 3u);
}
{
        value = select(value, d_16, j == 4u);
}
{
        value = select(value, d_17, j == 5u);
}
      line[2u] = value;
}
{
      var value = d_18;
{
        value = select(value, d_19, j == 1u);
}
{
        value = select(value, d_20, j == 2u);
}
{
        value = select(value, d_21, j == 3u);
}
{
        value = select(value, d_22, j == 4u);
}
{
        value = select(value, d_23, j == 5u);
}
      line[3u] = value;
}
{
      var value = d_24;
{
        value = select(value, d_25, j == 1u);
}
{
        value = select(value, d_26, j == 2u);
}
{
        value = select(value, d_27, j == 3u);
}
{
        value = select(value, d_28, j == 4u);
}
{
        value = select(value, d_29, j == 5u);
}
      line[4u] = value;
}
{
      var value = d_30;
{
        value = select(value, d_31, j == 1u);
}
{
        value = select(value, d_32, j == 2u);
}
{
        value = select(value, d_33, j == 3u);
}
{
        value = select(value, d_34, j == 4u);
}
{
        value = select(value, d_35, j == 5u);
}
      line[5u] = value;
}
    let t = inputTransform(line);
{
      transformed[at + 0u * (SIDE * DEPTH * PITCH)] = t[0u];
}
{
      transformed[at + 1u * (SIDE * DEPTH * PITCH)] = t[1u];
}
{
      transformed[at + 2u * (SIDE * DEPTH * PITCH)] = t[2u];
}
{
      transformed[at + 3u * (SIDE * DEPTH * PITCH)] = t[3u];
}
{
      transformed[at + 4u * (SIDE * DEPTH * PITCH)] = t[4u];
}
{
      transformed[at + 5u * (SIDE * DEPTH * PITCH)] = t[5u];
}
    at += DEPTH * PITCH;
  }
}

// conv2d_gemm
alias Element = f32;
alias Result = f32;

const BATCH = 1u;
const IN_HEIGHT = 1u; const IN_WIDTH = 16u;
const OUT_HEIGHT = 1u; const OUT_WIDTH = 16u;
const FILTER_HEIGHT = 1u; const FILTER_WIDTH = 1u;
const GROUPS = 36u; const GROUP_IN_CHANNELS = 32u; const GROUP_OUT_CHANNELS = 4u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const IS_NHWC = false;
const INPUT_SIZE = 18432u;
const INPUT_STRIDE_N = 18432u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 16u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 2304u;
const OUTPUT_STRIDE_N = 2304u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 16u; const OUTPUT_STRIDE_W = 1u;
const ROWS4 = 8u;
const THREADS_M = 8u; const THREADS_N = 8u; const THREAD_M4 = 1u; const THREAD_N = 4u;
const TILE_K = 4u;
const SPLITS = 1u;
const INVOCATIONS = THREADS_M * THREADS_N;
const TILE_M4 = THREADS_M * THREAD_M4;
const TILE_N = THREADS_N * THREAD_N;
const PITCH = TILE_N + 1u;
const SUM_COUNT = THREAD_M4 * THREAD_N;
const STAGED_LEFT = (TILE_K * TILE_M4 + INVOCATIONS - 1u) / INVOCATIONS;
const STAGED_RIGHT = (TILE_K * TILE_N + INVOCATIONS - 1u) / INVOCATIONS;
const PACKED_COUNT = GROUPS * FILTER_HEIGHT * FILTER_WIDTH * GROUP_IN_CHANNELS * ROWS4;
const SPLIT_CHANNELS = (GROUP_IN_CHANNELS + SPLITS * TILE_K - 1u) / (SPLITS * TILE_K) * TILE_K;
const COLUMNS = BATCH * OUT_HEIGHT * OUT_WIDTH;
const TILES_M = (GROUP_OUT_CHANNELS + 4u * TILE_M4 - 1u) / (4u * TILE_M4);
const TILES_N = (COLUMNS + TILE_N - 1u) / TILE_N;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<vec4f, PACKED_COUNT>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Result, SPLITS * OUTPUT_SIZE>;

var<workgroup> left: array<vec4f, TILE_K * TILE_M4>;
var<workgroup> right: array<f32, TILE_K * PITCH>;

struct Pixel {
  n: u32,
  oh: u32,
  ow: u32,
}
const WORKGROUPS_X = 36u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 36u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const PADDING_MODE = 0u;

fn foldOutside(index: i32, size: i32) -> i32 {
{ return -1; }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}
const ACTIVATION = 0u; const ACTIVATION_A = 0f; const ACTIVATION_B = 0f;

fn boundedExp(value: f32) -> f32 {
  return exp(clamp(value, -80.0, 80.0));
}

fn sigmoid(value: f32) -> f32 {
  return 1.0 / (1.0 + boundedExp(-value));
}

fn complementaryError(magnitude: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.5 * magnitude);
  var p = 0.17087277;
  p = p * t - 0.82215223;
  p = p * t + 1.48851587;
  p = p * t - 1.13520398;
  p = p * t + 0.27886807;
  p = p * t - 0.18628806;
  p = p * t + 0.09678418;
  p = p * t + 0.37409196;
  p = p * t + 1.00002368;
  return t * boundedExp(p * t - 1.26551223 - magnitude * magnitude);
}
fn normalCdf(value: f32) -> f32 {
  let tail = 0.5 * complementaryError(abs(value) * 0.70710678);
  return select(tail, 1.0 - tail, value >= 0.0);
}

fn activate(value: f32) -> f32 {
{ return value; }
}


fn pixelOf(column: u32) -> Pixel {
  let row = column / OUT_WIDTH;
  return Pixel(row / OUT_HEIGHT, row % OUT_HEIGHT, column % OUT_WIDTH);
}
fn stagedColumn(at: u32) -> u32 { return select(at % TILE_N, at / TILE_K, IS_NHWC); }
fn stagedChannel(at: u32) -> u32 { return select(at / TILE_N, at % TILE_K, IS_NHWC); }

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let firstRow4 = workgroupIndex % TILES_M * TILE_M4;
  let firstColumn = workgroupIndex / TILES_M % TILES_N * TILE_N;
  let group = workgroupIndex / (TILES_M * TILES_N) % GROUPS;
  let split = workgroupIndex / (TILES_M * TILES_N * GROUPS);
  let m = invocation / THREADS_N;
  let n = invocation % THREADS_N;

  var sums_0: vec4f;
  var sums_1: vec4f;
  var sums_2: vec4f;
  var sums_3: vec4f;
  var places_0: u32;
  var places_1: u32;
  var isInside_0: bool;
  var isInside_1: bool;
  for (var tap = 0u; tap < FILTER_HEIGHT * FILTER_WIDTH; tap++) {
{
      let at = invocation + 0u * INVOCATIONS;
      let pixel = pixelOf(min(firstColumn + stagedColumn(at), COLUMNS - 1u));
      let row = i32(pixel.oh * STRIDE_HEIGHT + tap / FILTER_WIDTH * DILATION_HEIGHT) - PAD_TOP;
      let column = i32(pixel.ow * STRIDE_WIDTH + tap % FILTER_WIDTH * DILATION_WIDTH) - PAD_LEFT;
      let ih = foldIndex(row, i32(IN_HEIGHT));
      let iw = foldIndex(column, i32(IN_WIDTH));
      isInside_0 = (ih >= 0) & (iw >= 0);
      places_0 = pixel.n * INPUT_STRIDE_N + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W +
        group * (GROUP_IN_CHANNELS * INPUT_STRIDE_C);
}
{
      let at = invocation + 1u * INVOCATIONS;
      let pixel = pixelOf(min(firstColumn + stagedColumn(at), COLUMNS - 1u));
      let row = i32(pixel.oh * STRIDE_HEIGHT + tap / FILTER_WIDTH * DILATION_HEIGHT) - PAD_TOP;
      let column = i32(pixel.ow * STRIDE_WIDTH + tap % FILTER_WIDTH * DILATION_WIDTH) - PAD_LEFT;
      let ih = foldIndex(row, i32(IN_HEIGHT));
      let iw = foldIndex(column, i32(IN_WIDTH));
      isInside_1 = (ih >= 0) & (iw >= 0);
      places_1 = pixel.n * INPUT_STRIDE_N + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W +
        group * (GROUP_IN_CHANNELS * INPUT_STRIDE_C);
}
    let weightsAt = (group * (FILTER_HEIGHT * FILTER_WIDTH) + tap) * GROUP_IN_CHANNELS;
    for (var turn = 0u; turn < SPLIT_CHANNELS; turn += TILE_K) {
      let firstIc = split * SPLIT_CHANNELS + turn;
{
        let at = invocation + 0u * INVOCATIONS;
        let ic = firstIc + at / TILE_M4;
        if (at < TILE_K * TILE_M4) {
          left[at] = select(
            vec4f(), filterWeights[(weightsAt + ic) * ROWS4 + firstRow4 + at % TILE_M4], ic < GROUP_IN_CHANNELS,
          );
        }
}
{
        let at = invocation + 0u * INVOCATIONS;
        let ic = firstIc + stagedChannel(at);
        if (at < TILE_K * TILE_N) {
          let value = select(PADDING_VALUE, f32(input[places_0 + ic * INPUT_STRIDE_C]), isInside_0);
          right[stagedChannel(at) * PITCH + stagedColumn(at)] = select(0.0, value, ic < GROUP_IN_CHANNELS);
        }
}
{
        let at = invocation + 1u * INVOCATIONS;
        let ic = firstIc + stagedChannel(at);
        if (at < TILE_K * TILE_N) {
          let value = select(PADDING_VALUE, f32(input[places_1 + ic * INPUT_STRIDE_C]), isInside_1);
          right[stagedChannel(at) * PITCH + stagedColumn(at)] = select(0.0, value, ic < GROUP_IN_CHANNELS);
        }
}
      workgroupBarrier(); // both tiles are staged before either is read
      for (var k = 0u; k < TILE_K; k++) {
        var columns_0: f32;
        var columns_1: f32;
        var columns_2: f32;
        var columns_3: f32;
{
          columns_0 = right[k * PITCH + n + 0u * THREADS_N];
}
{
          columns_1 = right[k * PITCH + n + 1u * THREADS_N];
}
{
          columns_2 = right[k * PITCH + n + 2u * THREADS_N];
}
{
          columns_3 = right[k * PITCH + n + 3u * THREADS_N];
}
{
          let rows = left[k * TILE_M4 + m + 0u * THREADS_M];
{
            sums_0 += rows * columns_0;
}
{
            sums_1 += rows * columns_1;
}
{
            sums_2 += rows * columns_2;
}
{
            sums_3 += rows * columns_3;
}
}
      }
      workgroupBarrier(); // both tiles are read before the next are staged
    }
  }

{
    let column = firstColumn + n + 0u * THREADS_N;
    let pixel = pixelOf(column);
    let pixelAt = pixel.n * OUTPUT_STRIDE_N + pixel.oh * OUTPUT_STRIDE_H + pixel.ow * OUTPUT_STRIDE_W;
{
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 0u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[0u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[1u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[2u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[3u];
          output[at] = Result(activate(value));
        }
}
}
}
{
    let column = firstColumn + n + 1u * THREADS_N;
    let pixel = pixelOf(column);
    let pixelAt = pixel.n * OUTPUT_STRIDE_N + pixel.oh * OUTPUT_STRIDE_H + pixel.ow * OUTPUT_STRIDE_W;
{
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 0u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[0u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[1u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[2u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[3u];
          output[at] = Result(activate(value));
        }
}
}
}
{
    let column = firstColumn + n + 2u * THREADS_N;
    let pixel = pixelOf(column);
    let pixelAt = pixel.n * OUTPUT_STRIDE_N + pixel.oh * OUTPUT_STRIDE_H + pixel.ow * OUTPUT_STRIDE_W;
{
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 0u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[0u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[1u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[2u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[3u];
          output[at] = Result(activate(value));
        }
}
}
}
{
    let column = firstColumn + n + 3u * THREADS_N;
    let pixel = pixelOf(column);
    let pixelAt = pixel.n * OUTPUT_STRIDE_N + pixel.oh * OUTPUT_STRIDE_H + pixel.ow * OUTPUT_STRIDE_W;
{
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 0u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[0u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[1u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[2u];
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[3u];
          output[at] = Result(activate(value));
        }
}
}
}
}

// winograd_output
alias Element = f32;

const BATCH = 1u; const OUT_CHANNELS = 4u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const OUTPUT_SIZE = 64u;
const OUTPUT_STRIDE_N = 64u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const STRIDE_HEIGHT = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const OUT_TILE = 4u;
const PITCH = 16u;
const SIDE = (OUT_TILE - 1u) * STRIDE_HEIGHT + 3u;
const IMAGES_OH = min(DILATION_HEIGHT, OUT_HEIGHT);
const IMAGES_OW = min(DILATION_WIDTH, OUT_WIDTH);
const REACH_OH = OUT_TILE * DILATION_HEIGHT;
const REACH_OW = OUT_TILE * DILATION_WIDTH;
const TILES_OH = IMAGES_OH * ((OUT_HEIGHT + REACH_OH - 1u) / REACH_OH);
const TILES_OW = IMAGES_OW * ((OUT_WIDTH + REACH_OW - 1u) / REACH_OW);
const TILE_COUNT = BATCH * TILES_OH * TILES_OW;
const IS_EVEN = OUT_HEIGHT % REACH_OH + OUT_WIDTH % REACH_OW == 0u;

@group(0) @binding(0) var<storage, read> products: array<f32, SIDE * SIDE * OUT_CHANNELS * PITCH>;
@group(0) @binding(1) var<storage, read> bias: array<Element>;
@group(0) @binding(2) var<storage, read> residual: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const POINTS_OUT = 4u;
const POINTS_STRIDE = 1u;
const POINTS = 10u * POINTS_STRIDE + POINTS_OUT;
const HALF_ROOT: f32 = 0.70710678118;
const ROOT: f32 = 1.41421356237;

fn inputTransform(d: array<f32, 9>) -> array<f32, 9> {
{
      let near = d[4] - 2.0 * d[2];
      let nearOdd = HALF_ROOT * d[3] - ROOT * d[1];
      let far = d[4] - 0.5 * d[2];
      let farOdd = ROOT * d[3] - HALF_ROOT * d[1];
      let first = d[0] - 2.5 * d[2] + d[4];
      let last = d[1] - 2.5 * d[3] + d[5];
      return array<f32, 9>(first, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, last, 0, 0, 0);
    }
}

fn filterTransform(g: vec3f) -> array<f32, 9> {
{
      let near = (g.x + 0.5 * g.z) / -1.5;
      let nearOdd = HALF_ROOT * g.y / -1.5;
      let far = (g.x + 2.0 * g.z) / 6.0;
      let farOdd = ROOT * g.y / 6.0;
      return array<f32, 9>(g.x, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, g.z, 0, 0, 0);
    }
}

fn outputTransform(m: array<f32, 9>) -> vec4f {
{
      let near = m[1] + m[2];
      let nearOdd = HALF_ROOT * (m[1] - m[2]);
      let far = m[3] + m[4];
      let farOdd = ROOT * (m[3] - m[4]);
      return vec4f(
        m[0] + near + far, nearOdd + farOdd, 0.5 * near + 2.0 * far, 0.5 * nearOdd + 2.0 * farOdd + m[5],
      );
    }
}
const ACTIVATION = 1u; const ACTIVATION_A = 0f; const ACTIVATION_B = 0f;

fn boundedExp(value: f32) -> f32 {
  return exp(clamp(value, -80.0, 80.0));
}

fn sigmoid(value: f32) -> f32 {
  return 1.0 / (1.0 + boundedExp(-value));
}

fn complementaryError(magnitude: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.5 * magnitude);
  var p = 0.17087277;
  p = p * t - 0.82215223;
  p = p * t + 1.48851587;
  p = p * t - 1.13520398;
  p = p * t + 0.27886807;
  p = p * t - 0.18628806;
  p = p * t + 0.09678418;
  p = p * t + 0.37409196;
  p = p * t + 1.00002368;
  return t * boundedExp(p * t - 1.26551223 - magnitude * magnitude);
}
fn normalCdf(value: f32) -> f32 {
  let tail = 0.5 * complementaryError(abs(value) * 0.70710678);
  return select(tail, 1.0 - tail, value >= 0.0);
}

fn activate(value: f32) -> f32 {
{ return max(value, 0.0); }
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_CHANNELS * TILE_COUNT) { return; }
  let tile = index % TILE_COUNT;
  let oc = index / TILE_COUNT;
  let n = tile / (TILES_OH * TILES_OW);
  let tileRow = tile / TILES_OW % TILES_OH;
  let tileColumn = tile % TILES_OW;
  let oh = tileRow / IMAGES_OH * REACH_OH + tileRow % IMAGES_OH;
  let ow = tileColumn / IMAGES_OW * REACH_OW + tileColumn % IMAGES_OW;

  var m_0: vec4f;
  var m_1: vec4f;
  var m_2: vec4f;
  var m_3: vec4f;
  var m_4: vec4f;
  var m_5: vec4f;
  var line: array<f32, 9>;
  var at = oc * PITCH + tile;
  for (var i = 0u; i < SIDE; i++) {
{
      m_0 = m_1;
}
{
      m_1 = m_2;
}
{
      m_2 = m_3;
}
{
      m_3 = m_4;
}
{
      m_4 = m_5;
}
{
      line[0u] = products[at + 0u * (OUT_CHANNELS * PITCH)];
}
{
      line[1u] = products[at + 1u * (OUT_CHANNELS * PITCH)];
}
{
      line[2u] = products[at + 2u * (OUT_CHANNELS * PITCH)];
}
{
      line[3u] = products[at + 3u * (OUT_CHANNELS * PITCH)];
}
{
      line[4u] = products[at + 4u * (OUT_CHANNELS * PITCH)];
}
{
      line[5u] = products[at + 5u * (OUT_CHANNELS * PITCH)];
}
    m_5 = outputTransform(line);
    at += SIDE * OUT_CHANNELS * PITCH;
  }
  var channelBias = 0.0;
  if (HAS_BIAS) { channelBias = f32(bias[oc]); }
  let outputAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  for (var j = 0u; j < OUT_TILE; j++) {
{
      line[0u] = m_0[j];
}
{
      line[1u] = m_1[j];
}
{
      line[2u] = m_2[j];
}
{
      line[3u] = m_3[j];
}
{
      line[4u] = m_4[j];
}
{
      line[5u] = m_5[j];
}
    let t = outputTransform(line);
{
      if (IS_EVEN || (oh + 0u * DILATION_HEIGHT < OUT_HEIGHT && ow + j * DILATION_WIDTH < OUT_WIDTH)) {
        let place = outputAt + 0u * (DILATION_HEIGHT * OUTPUT_STRIDE_H) + j * (DILATION_WIDTH * OUTPUT_STRIDE_W);
        var value = t[0u] + channelBias;
        output[place] = Element(activate(value));
      }
}
{
      if (IS_EVEN || (oh + 1u * DILATION_HEIGHT < OUT_HEIGHT && ow + j * DILATION_WIDTH < OUT_WIDTH)) {
        let place = outputAt + 1u * (DILATION_HEIGHT * OUTPUT_STRIDE_H) + j * (DILATION_WIDTH * OUTPUT_STRIDE_W);
        var value = t[1u] + channelBias;
        output[place] = Element(activate(value));
      }
}
{
      if (IS_EVEN || (oh + 2u * DILATION_HEIGHT < OUT_HEIGHT && ow + j * DILATION_WIDTH < OUT_WIDTH)) {
        let place = outputAt + 2u * (DILATION_HEIGHT * OUTPUT_STRIDE_H) + j * (DILATION_WIDTH * OUTPUT_STRIDE_W);
        var value = t[2u] + channelBias;
        output[place] = Element(activate(value));
      }
}
{
      if (IS_EVEN || (oh + 3u * DILATION_HEIGHT < OUT_HEIGHT && ow + j * DILATION_WIDTH < OUT_WIDTH)) {
        let place = outputAt + 3u * (DILATION_HEIGHT * OUTPUT_STRIDE_H) + j * (DILATION_WIDTH * OUTPUT_STRIDE_W);
        var value = t[3u] + channelBias;
        output[place] = Element(activate(value));
      }
}
  }
}
