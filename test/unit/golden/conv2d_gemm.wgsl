// pack_matrix
alias Element = f32;

const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 2u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const FLIP_FILTER = false;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const DEPTH = 1u;
const ROWS4 = 8u; const TILE4 = 8u;
const PACKED_COUNT = GROUPS * FILTER_HEIGHT * FILTER_WIDTH * DEPTH * ROWS4;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f, PACKED_COUNT>;
const WORKGROUPS_X = 3u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 3u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PACKED_COUNT) { return; }
  let ic = index / TILE4 % DEPTH;
  let tile = index / (TILE4 * DEPTH) % (ROWS4 / TILE4);
  let row4 = tile * TILE4 + index % TILE4;
  let tap = index / (ROWS4 * DEPTH);
  let kw = tap % FILTER_WIDTH;
  let kh = tap / FILTER_WIDTH % FILTER_HEIGHT;
  let group = tap / (FILTER_WIDTH * FILTER_HEIGHT);
  let at = ic * FILTER_STRIDE_I + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H +
    select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
  var weights = vec4f();
  for (var e = 0u; e < 4u && ic < GROUP_IN_CHANNELS; e++) {
    let oc = group * GROUP_OUT_CHANNELS + min(row4 * 4u + e, GROUP_OUT_CHANNELS - 1u);
    weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + at]);
  }
  packed[index] = weights;
}

// conv2d_gemm
alias Element = f32;
alias Result = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 2u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const IS_NHWC = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
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
const WORKGROUPS_X = 2u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 2u;

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
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[1u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[2u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_0[3u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
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
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[1u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[2u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_1[3u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
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
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[1u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[2u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_2[3u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
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
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 1u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[1u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 2u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[2u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
{
        let row = (firstRow4 + m + 0u * THREADS_M) * 4u + 3u;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums_3[3u];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          output[at] = Result(activate(value));
        }
}
}
}
}
