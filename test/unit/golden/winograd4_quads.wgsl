// winograd_filter
alias Element = f32;

const IN_CHANNELS = 32u; const OUT_CHANNELS = 4u;
const FLIP_FILTER = false;
const FILTER_SIZE = 1152u;
const FILTER_STRIDE_O = 288u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const FILTER_SIDE = 6u;
const DEPTH = 32u;
const ROWS4 = 4u; const TILE4 = 4u;
const ROWS = ROWS4 * 4u;
const TILE = TILE4 * 4u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32, FILTER_SIDE * FILTER_SIDE * DEPTH * ROWS>;
const WORKGROUPS_X = 8u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 8u;

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

// matmul_quads
enable subgroups;

alias Element = f32;

const ROWS = 4u;
const COLUMNS = 16u;
const DEPTH = 32u;
const BATCH = 36u;
const SIDE = 6u;
const LEFT_SIDE = 6u;
const QUADS = 9u;
const SOURCE = 0u;
const IS_UNEVEN = false;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const PARTS = 1u;
const PART_DEPTH = 32u;
const RUNS_LOG2 = 6u;
const STEP: u32 = 4u;
const RUN = PART_DEPTH * 4u;
const WIDTH = RUN << RUNS_LOG2;
const TEXEL = 1.0 / f32(WIDTH);
const TILES_ROWS = (ROWS + 15u) / 16u;
const TILES_COLUMNS = (COLUMNS + 15u) / 16u;
const PLACES = select(4u, 1u, COLUMNS % 4u == 0u);
const PITCH = COLUMNS * PLACES / 4u;

@group(0) @binding(0) var<storage, read> right: array<vec4<Element>, BATCH * DEPTH * COLUMNS / 4u>;
@group(0) @binding(1) var left: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<Element>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<Element>, BATCH * ROWS * COLUMNS / 4u>;
@group(0) @binding(5) var nearest: sampler;
@group(0) @binding(6) var sampledRight: texture_2d<f32>;
const WORKGROUPS_X = 4u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 4u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f {
  let column = (run & ((1u << runsLog2) - 1u)) * texels + texel;
  return vec2f(vec2i(vec2u(column, run >> runsLog2))) + 0.5;
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


@compute @workgroup_size(4u * QUADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let tile = min(workgroupIndex * QUADS + invocation / 4u, BATCH * TILES_ROWS * TILES_COLUMNS - 1u);
  let lane = invocation % 4u;
  let rowTile = tile % TILES_ROWS;
  let columnTile = tile / TILES_ROWS % TILES_COLUMNS;
  let batch = tile / (TILES_ROWS * TILES_COLUMNS);

  var sums_0: f32;
  var sums_1: f32;
  var sums_2: f32;
  var sums_3: f32;
  var sums_4: f32;
  var sums_5: f32;
  var sums_6: f32;
  var sums_7: f32;
  var sums_8: f32;
  var sums_9: f32;
  var sums_10: f32;
  var sums_11: f32;
  var sums_12: f32;
  var sums_13: f32;
  var sums_14: f32;
  var sums_15: f32;
  var sums_16: f32;
  var sums_17: f32;
  var sums_18: f32;
  var sums_19: f32;
  var sums_20: f32;
  var sums_21: f32;
  var sums_22: f32;
  var sums_23: f32;
  var sums_24: f32;
  var sums_25: f32;
  var sums_26: f32;
  var sums_27: f32;
  var sums_28: f32;
  var sums_29: f32;
  var sums_30: f32;
  var sums_31: f32;
  var sums_32: f32;
  var sums_33: f32;
  var sums_34: f32;
  var sums_35: f32;
  var sums_36: f32;
  var sums_37: f32;
  var sums_38: f32;
  var sums_39: f32;
  var sums_40: f32;
  var sums_41: f32;
  var sums_42: f32;
  var sums_43: f32;
  var sums_44: f32;
  var sums_45: f32;
  var sums_46: f32;
  var sums_47: f32;
  var sums_48: f32;
  var sums_49: f32;
  var sums_50: f32;
  var sums_51: f32;
  var sums_52: f32;
  var sums_53: f32;
  var sums_54: f32;
  var sums_55: f32;
  var sums_56: f32;
  var sums_57: f32;
  var sums_58: f32;
  var sums_59: f32;
  var sums_60: f32;
  var sums_61: f32;
  var sums_62: f32;
  var sums_63: f32;
  let factor = min(batch / SIDE, LEFT_SIDE - 1u) * LEFT_SIDE + min(batch % SIDE, LEFT_SIDE - 1u);
  let column = min((columnTile * 4u + lane) * PLACES, PITCH - 1u);
  var rightAt = batch * (DEPTH * PITCH) + column;
{
    let leftRun = (factor * TILES_ROWS + rowTile) * PARTS + 0u;
    let rightRun = (batch * TILES_COLUMNS + columnTile) * PARTS + 0u;
    let leftStart = texelOfRun(leftRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(left));
    let rightStart = texelOfRun(rightRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(sampledRight));
    for (var k = 0u; k < PART_DEPTH; k += STEP) {
      let along = f32(i32(k)) * (4.0 * TEXEL);
      let leftAlong = leftStart.x + along;
      let rightAlong = rightStart.x + along;
      var rows_0: vec4f;
      var rows_1: vec4f;
      var rows_2: vec4f;
      var rows_3: vec4f;
      var columns_0: vec4f;
      var columns_1: vec4f;
      var columns_2: vec4f;
      var columns_3: vec4f;
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(0u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 0u * PITCH;
{
            fourColumns = textureSampleLevel(sampledRight, nearest, vec2f(rightAlong + f32(0u * 4u) * TEXEL, rightStart.y), 0.0);
          }
{
          rows_0[0u] = fourRows[0u];
          columns_0[0u] = fourColumns[0u];
}
{
          rows_1[0u] = fourRows[1u];
          columns_1[0u] = fourColumns[1u];
}
{
          rows_2[0u] = fourRows[2u];
          columns_2[0u] = fourColumns[2u];
}
{
          rows_3[0u] = fourRows[3u];
          columns_3[0u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(1u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 1u * PITCH;
{
            fourColumns = textureSampleLevel(sampledRight, nearest, vec2f(rightAlong + f32(1u * 4u) * TEXEL, rightStart.y), 0.0);
          }
{
          rows_0[1u] = fourRows[0u];
          columns_0[1u] = fourColumns[0u];
}
{
          rows_1[1u] = fourRows[1u];
          columns_1[1u] = fourColumns[1u];
}
{
          rows_2[1u] = fourRows[2u];
          columns_2[1u] = fourColumns[2u];
}
{
          rows_3[1u] = fourRows[3u];
          columns_3[1u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(2u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 2u * PITCH;
{
            fourColumns = textureSampleLevel(sampledRight, nearest, vec2f(rightAlong + f32(2u * 4u) * TEXEL, rightStart.y), 0.0);
          }
{
          rows_0[2u] = fourRows[0u];
          columns_0[2u] = fourColumns[0u];
}
{
          rows_1[2u] = fourRows[1u];
          columns_1[2u] = fourColumns[1u];
}
{
          rows_2[2u] = fourRows[2u];
          columns_2[2u] = fourColumns[2u];
}
{
          rows_3[2u] = fourRows[3u];
          columns_3[2u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(3u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 3u * PITCH;
{
            fourColumns = textureSampleLevel(sampledRight, nearest, vec2f(rightAlong + f32(3u * 4u) * TEXEL, rightStart.y), 0.0);
          }
{
          rows_0[3u] = fourRows[0u];
          columns_0[3u] = fourColumns[0u];
}
{
          rows_1[3u] = fourRows[1u];
          columns_1[3u] = fourColumns[1u];
}
{
          rows_2[3u] = fourRows[2u];
          columns_2[3u] = fourColumns[2u];
}
{
          rows_3[3u] = fourRows[3u];
          columns_3[3u] = fourColumns[3u];
}
}
{
{
{
{
              sums_0 += dot(columns_0, rows_0);
}
{
              sums_1 += dot(columns_1, rows_0);
}
{
              sums_2 += dot(columns_2, rows_0);
}
{
              sums_3 += dot(columns_3, rows_0);
}
}
{
{
              sums_16 += dot(columns_0, rows_1);
}
{
              sums_17 += dot(columns_1, rows_1);
}
{
              sums_18 += dot(columns_2, rows_1);
}
{
              sums_19 += dot(columns_3, rows_1);
}
}
{
{
              sums_32 += dot(columns_0, rows_2);
}
{
              sums_33 += dot(columns_1, rows_2);
}
{
              sums_34 += dot(columns_2, rows_2);
}
{
              sums_35 += dot(columns_3, rows_2);
}
}
{
{
              sums_48 += dot(columns_0, rows_3);
}
{
              sums_49 += dot(columns_1, rows_3);
}
{
              sums_50 += dot(columns_2, rows_3);
}
{
              sums_51 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
{
{
              sums_4 += dot(columns_0, rows_0);
}
{
              sums_5 += dot(columns_1, rows_0);
}
{
              sums_6 += dot(columns_2, rows_0);
}
{
              sums_7 += dot(columns_3, rows_0);
}
}
{
{
              sums_20 += dot(columns_0, rows_1);
}
{
              sums_21 += dot(columns_1, rows_1);
}
{
              sums_22 += dot(columns_2, rows_1);
}
{
              sums_23 += dot(columns_3, rows_1);
}
}
{
{
              sums_36 += dot(columns_0, rows_2);
}
{
              sums_37 += dot(columns_1, rows_2);
}
{
              sums_38 += dot(columns_2, rows_2);
}
{
              sums_39 += dot(columns_3, rows_2);
}
}
{
{
              sums_52 += dot(columns_0, rows_3);
}
{
              sums_53 += dot(columns_1, rows_3);
}
{
              sums_54 += dot(columns_2, rows_3);
}
{
              sums_55 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
          columns_0 = quadSwapY(columns_0);
}
{
          columns_1 = quadSwapY(columns_1);
}
{
          columns_2 = quadSwapY(columns_2);
}
{
          columns_3 = quadSwapY(columns_3);
}
}
{
{
{
{
              sums_8 += dot(columns_0, rows_0);
}
{
              sums_9 += dot(columns_1, rows_0);
}
{
              sums_10 += dot(columns_2, rows_0);
}
{
              sums_11 += dot(columns_3, rows_0);
}
}
{
{
              sums_24 += dot(columns_0, rows_1);
}
{
              sums_25 += dot(columns_1, rows_1);
}
{
              sums_26 += dot(columns_2, rows_1);
}
{
              sums_27 += dot(columns_3, rows_1);
}
}
{
{
              sums_40 += dot(columns_0, rows_2);
}
{
              sums_41 += dot(columns_1, rows_2);
}
{
              sums_42 += dot(columns_2, rows_2);
}
{
              sums_43 += dot(columns_3, rows_2);
}
}
{
{
              sums_56 += dot(columns_0, rows_3);
}
{
              sums_57 += dot(columns_1, rows_3);
}
{
              sums_58 += dot(columns_2, rows_3);
}
{
              sums_59 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
{
{
              sums_12 += dot(columns_0, rows_0);
}
{
              sums_13 += dot(columns_1, rows_0);
}
{
              sums_14 += dot(columns_2, rows_0);
}
{
              sums_15 += dot(columns_3, rows_0);
}
}
{
{
              sums_28 += dot(columns_0, rows_1);
}
{
              sums_29 += dot(columns_1, rows_1);
}
{
              sums_30 += dot(columns_2, rows_1);
}
{
              sums_31 += dot(columns_3, rows_1);
}
}
{
{
              sums_44 += dot(columns_0, rows_2);
}
{
              sums_45 += dot(columns_1, rows_2);
}
{
              sums_46 += dot(columns_2, rows_2);
}
{
              sums_47 += dot(columns_3, rows_2);
}
}
{
{
              sums_60 += dot(columns_0, rows_3);
}
{
              sums_61 += dot(columns_1, rows_3);
}
{
              sums_62 += dot(columns_2, rows_3);
}
{
              sums_63 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
          columns_0 = quadSwapY(columns_0);
}
{
          columns_1 = quadSwapY(columns_1);
}
{
          columns_2 = quadSwapY(columns_2);
}
{
          columns_3 = quadSwapY(columns_3);
}
}
      rightAt += STEP * PITCH;
    }
}
  for (var row = 0u; row < 4u; row++) {
    let atRow = min((rowTile * 4u + lane) * 4u + row, ROWS - 1u);
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_0, sums_16, sums_32, sums_48,
        )[row];
}
{
        value[1u] = vec4f(
          sums_1, sums_17, sums_33, sums_49,
        )[row];
}
{
        value[2u] = vec4f(
          sums_2, sums_18, sums_34, sums_50,
        )[row];
}
{
        value[3u] = vec4f(
          sums_3, sums_19, sums_35, sums_51,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 0u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_4, sums_20, sums_36, sums_52,
        )[row];
}
{
        value[1u] = vec4f(
          sums_5, sums_21, sums_37, sums_53,
        )[row];
}
{
        value[2u] = vec4f(
          sums_6, sums_22, sums_38, sums_54,
        )[row];
}
{
        value[3u] = vec4f(
          sums_7, sums_23, sums_39, sums_55,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 1u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_8, sums_24, sums_40, sums_56,
        )[row];
}
{
        value[1u] = vec4f(
          sums_9, sums_25, sums_41, sums_57,
        )[row];
}
{
        value[2u] = vec4f(
          sums_10, sums_26, sums_42, sums_58,
        )[row];
}
{
        value[3u] = vec4f(
          sums_11, sums_27, sums_43, sums_59,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 2u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_12, sums_28, sums_44, sums_60,
        )[row];
}
{
        value[1u] = vec4f(
          sums_13, sums_29, sums_45, sums_61,
        )[row];
}
{
        value[2u] = vec4f(
          sums_14, sums_30, sums_46, sums_62,
        )[row];
}
{
        value[3u] = vec4f(
          sums_15, sums_31, sums_47, sums_63,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 3u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
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
