// pack_filter
alias Element = f32;

const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 2u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const FLIP_FILTER = false;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const TILES_OC = (GROUP_OUT_CHANNELS + 3u) / 4u;
const PACKED_COUNT = GROUPS * TILES_OC * CHUNK_COUNT * GROUP_IN_CHANNELS * FILTER_HEIGHT * CHUNK_KW;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f, PACKED_COUNT>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PACKED_COUNT) { return; }
  let row = index / CHUNK_KW;
  let plane = row / FILTER_HEIGHT;
  let chunk = plane / GROUP_IN_CHANNELS;
  let channelTile = chunk / CHUNK_COUNT;
  let ic = plane % GROUP_IN_CHANNELS;
  let kh = row % FILTER_HEIGHT;
  let kw = chunk % CHUNK_COUNT * CHUNK_KW + index % CHUNK_KW;
  let first = channelTile % TILES_OC * 4u;
  var weights = vec4f();
  if (kw < FILTER_WIDTH) {
    let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
    let at = ic * FILTER_STRIDE_I + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H + column;
    for (var e = 0u; e < 4u; e++) {
      let oc = channelTile / TILES_OC * GROUP_OUT_CHANNELS + min(first + e, GROUP_OUT_CHANNELS - 1u);
      weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + at]);
    }
  }
  packed[index] = weights;
}

// conv2d_rows
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u;
const GROUPS = 2u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const HAS_BORDER = true;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const WORKGROUP_SIZE = 32u;
const THREAD_OW = 4u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const RUNS_LOG2 = 4u;
const SUM_COUNT = 4u * THREAD_OW;
const SPAN = (THREAD_OW - 1u) * STRIDE_WIDTH + (CHUNK_KW - 1u) * DILATION_WIDTH + 1u;
const TILES_OW = (OUT_WIDTH + THREAD_OW - 1u) / THREAD_OW;
const TILES_OC = (GROUP_OUT_CHANNELS + 3u) / 4u;
const FILTER_ROWS = GROUP_IN_CHANNELS * FILTER_HEIGHT;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var filterWeights: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
@group(0) @binding(5) var nearest: sampler;
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
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f {
  let column = (run & ((1u << runsLog2) - 1u)) * texels + texel;
  return vec2f(vec2i(vec2u(column, run >> runsLog2))) + 0.5;
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


@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let channelTile = workgroupIndex % (GROUPS * TILES_OC);
  let tile = workgroupIndex / (GROUPS * TILES_OC) * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || tile >= BATCH * OUT_HEIGHT * TILES_OW) { return; }
  let ow = min(tile % TILES_OW * THREAD_OW, OUT_WIDTH - THREAD_OW);
  let oh = tile / TILES_OW % OUT_HEIGHT;
  let n = tile / (TILES_OW * OUT_HEIGHT);
  let group = channelTile / TILES_OC;

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
  var weights_0: vec4f;
  var weights_1: vec4f;
  var weights_2: vec4f;
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
  var values_0: f32;
  var values_1: f32;
  var values_2: f32;
  var values_3: f32;
  var values_4: f32;
  var values_5: f32;
  let texel = 1.0 / vec2f(textureDimensions(filterWeights));
  var run = channelTile * (CHUNK_COUNT * FILTER_ROWS);
  for (var chunk = 0u; chunk < CHUNK_COUNT; chunk++) {
    let firstColumn = i32(ow * STRIDE_WIDTH + chunk * (CHUNK_KW * DILATION_WIDTH)) - PAD_LEFT;
{
      let iw = foldIndex(firstColumn + i32(0u), i32(IN_WIDTH));
      columns_0 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_0 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(firstColumn + i32(1u), i32(IN_WIDTH));
      columns_1 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_1 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(firstColumn + i32(2u), i32(IN_WIDTH));
      columns_2 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_2 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(firstColumn + i32(3u), i32(IN_WIDTH));
      columns_3 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_3 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(firstColumn + i32(4u), i32(IN_WIDTH));
      columns_4 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_4 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(firstColumn + i32(5u), i32(IN_WIDTH));
      columns_5 = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_5 = !HAS_BORDER | (iw >= 0);
}
    var plane = n * INPUT_STRIDE_N + group * (GROUP_IN_CHANNELS * INPUT_STRIDE_C);
    var kh = 0u;
    for (var row = 0u; row < FILTER_ROWS; row++) {
      let ih = foldIndex(i32(oh * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = plane + u32(max(ih, 0)) * INPUT_STRIDE_H;
{
        values_0 = select(PADDING_VALUE, f32(input[rowAt + columns_0]), isRowInside & isInside_0);
}
{
        values_1 = select(PADDING_VALUE, f32(input[rowAt + columns_1]), isRowInside & isInside_1);
}
{
        values_2 = select(PADDING_VALUE, f32(input[rowAt + columns_2]), isRowInside & isInside_2);
}
{
        values_3 = select(PADDING_VALUE, f32(input[rowAt + columns_3]), isRowInside & isInside_3);
}
{
        values_4 = select(PADDING_VALUE, f32(input[rowAt + columns_4]), isRowInside & isInside_4);
}
{
        values_5 = select(PADDING_VALUE, f32(input[rowAt + columns_5]), isRowInside & isInside_5);
}
      let place = texelOfRun(run, 0u, CHUNK_KW, RUNS_LOG2) * texel;
{
        weights_0 = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(0u) * texel.x, place.y), 0.0);
}
{
        weights_1 = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(1u) * texel.x, place.y), 0.0);
}
{
        weights_2 = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(2u) * texel.x, place.y), 0.0);
}
{
{
{
            sums_0 += weights_0[0u] * values_0;
}
{
            sums_0 += weights_1[0u] * values_1;
}
{
            sums_0 += weights_2[0u] * values_2;
}
}
{
{
            sums_1 += weights_0[0u] * values_1;
}
{
            sums_1 += weights_1[0u] * values_2;
}
{
            sums_1 += weights_2[0u] * values_3;
}
}
{
{
            sums_2 += weights_0[0u] * values_2;
}
{
            sums_2 += weights_1[0u] * values_3;
}
{
            sums_2 += weights_2[0u] * values_4;
}
}
{
{
            sums_3 += weights_0[0u] * values_3;
}
{
            sums_3 += weights_1[0u] * values_4;
}
{
            sums_3 += weights_2[0u] * values_5;
}
}
}
{
{
{
            sums_4 += weights_0[1u] * values_0;
}
{
            sums_4 += weights_1[1u] * values_1;
}
{
            sums_4 += weights_2[1u] * values_2;
}
}
{
{
            sums_5 += weights_0[1u] * values_1;
}
{
            sums_5 += weights_1[1u] * values_2;
}
{
            sums_5 += weights_2[1u] * values_3;
}
}
{
{
            sums_6 += weights_0[1u] * values_2;
}
{
            sums_6 += weights_1[1u] * values_3;
}
{
            sums_6 += weights_2[1u] * values_4;
}
}
{
{
            sums_7 += weights_0[1u] * values_3;
}
{
            sums_7 += weights_1[1u] * values_4;
}
{
            sums_7 += weights_2[1u] * values_5;
}
}
}
{
{
{
            sums_8 += weights_0[2u] * values_0;
}
{
            sums_8 += weights_1[2u] * values_1;
}
{
            sums_8 += weights_2[2u] * values_2;
}
}
{
{
            sums_9 += weights_0[2u] * values_1;
}
{
            sums_9 += weights_1[2u] * values_2;
}
{
            sums_9 += weights_2[2u] * values_3;
}
}
{
{
            sums_10 += weights_0[2u] * values_2;
}
{
            sums_10 += weights_1[2u] * values_3;
}
{
            sums_10 += weights_2[2u] * values_4;
}
}
{
{
            sums_11 += weights_0[2u] * values_3;
}
{
            sums_11 += weights_1[2u] * values_4;
}
{
            sums_11 += weights_2[2u] * values_5;
}
}
}
{
{
{
            sums_12 += weights_0[3u] * values_0;
}
{
            sums_12 += weights_1[3u] * values_1;
}
{
            sums_12 += weights_2[3u] * values_2;
}
}
{
{
            sums_13 += weights_0[3u] * values_1;
}
{
            sums_13 += weights_1[3u] * values_2;
}
{
            sums_13 += weights_2[3u] * values_3;
}
}
{
{
            sums_14 += weights_0[3u] * values_2;
}
{
            sums_14 += weights_1[3u] * values_3;
}
{
            sums_14 += weights_2[3u] * values_4;
}
}
{
{
            sums_15 += weights_0[3u] * values_3;
}
{
            sums_15 += weights_1[3u] * values_4;
}
{
            sums_15 += weights_2[3u] * values_5;
}
}
}
      run++;
      let isLast = kh + 1u == FILTER_HEIGHT;
      kh = select(kh + 1u, 0u, isLast);
      plane += select(0u, INPUT_STRIDE_C, isLast);
    }
  }

  let firstChannel = channelTile % TILES_OC * 4u;
  let outputAt = n * OUTPUT_STRIDE_N + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  for (var e = 0u; e < 4u; e++) {
    let oc = group * GROUP_OUT_CHANNELS + min(firstChannel + e, GROUP_OUT_CHANNELS - 1u);
    let at = outputAt + oc * OUTPUT_STRIDE_C;
{
      var value = vec4f(sums_0, sums_4, sums_8, sums_12)[e];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      output[at + 0u * OUTPUT_STRIDE_W] = Element(activate(value));
}
{
      var value = vec4f(sums_1, sums_5, sums_9, sums_13)[e];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      output[at + 1u * OUTPUT_STRIDE_W] = Element(activate(value));
}
{
      var value = vec4f(sums_2, sums_6, sums_10, sums_14)[e];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      output[at + 2u * OUTPUT_STRIDE_W] = Element(activate(value));
}
{
      var value = vec4f(sums_3, sums_7, sums_11, sums_15)[e];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      output[at + 3u * OUTPUT_STRIDE_W] = Element(activate(value));
}
  }
}
