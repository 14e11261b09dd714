// depthwise_strips
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_CHANNELS = 2u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const HAS_BORDER = true;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const WORKGROUP_SIZE = 32u;
const THREAD_OH = 4u; const THREAD_OW = 1u;
const WINDOW = (FILTER_HEIGHT - 1u) * DILATION_HEIGHT + 1u;
const REACH = (WINDOW + STRIDE_HEIGHT - 1u) / STRIDE_HEIGHT;
const SUM_COUNT = REACH * THREAD_OW;
const WEIGHT_COUNT = ((REACH * STRIDE_HEIGHT - 1u) / DILATION_HEIGHT + 1u) * FILTER_WIDTH;
const SPAN = (THREAD_OW - 1u) * STRIDE_WIDTH + (FILTER_WIDTH - 1u) * DILATION_WIDTH + 1u;
const TILES_OW = (OUT_WIDTH + THREAD_OW - 1u) / THREAD_OW;
const TILES_OH = (OUT_HEIGHT + THREAD_OH - 1u) / THREAD_OH;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
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


fn weightAt(oc: u32, kh: u32, kw: u32) -> f32 {
  let row = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
  return f32(filterWeights[oc * FILTER_STRIDE_O + row + column]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let tile = workgroupIndex * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || tile >= BATCH * OUT_CHANNELS * TILES_OH * TILES_OW) { return; }
  let ow = min(tile % TILES_OW * THREAD_OW, OUT_WIDTH - THREAD_OW);
  let oh = min(tile / TILES_OW % TILES_OH * THREAD_OH, OUT_HEIGHT - THREAD_OH);
  let map = tile / (TILES_OW * TILES_OH);
  let oc = map % OUT_CHANNELS;
  let n = map / OUT_CHANNELS;
  let plane = n * INPUT_STRIDE_N + oc / GROUP_OUT_CHANNELS * INPUT_STRIDE_C;

  var sums_0: f32;
  var sums_1: f32;
  var sums_2: f32;
  var columns_0: u32;
  var columns_1: u32;
  var columns_2: u32;
  var isInside_0: bool;
  var isInside_1: bool;
  var isInside_2: bool;
  var weights_0: f32;
  var weights_1: f32;
  var weights_2: f32;
  var weights_3: f32;
  var weights_4: f32;
  var weights_5: f32;
  var weights_6: f32;
  var weights_7: f32;
  var weights_8: f32;
  var values_0: f32;
  var values_1: f32;
  var values_2: f32;
{
{
      weights_0 = weightAt(oc, 0u, 0u);
}
{
      weights_1 = weightAt(oc, 0u, 1u);
}
{
      weights_2 = weightAt(oc, 0u, 2u);
}
}
{
{
      weights_3 = weightAt(oc, 1u, 0u);
}
{
      weights_4 = weightAt(oc, 1u, 1u);
}
{
      weights_5 = weightAt(oc, 1u, 2u);
}
}
{
{
      weights_6 = weightAt(oc, 2u, 0u);
}
{
      weights_7 = weightAt(oc, 2u, 1u);
}
{
      weights_8 = weightAt(oc, 2u, 2u);
}
}
{
    let iw = foldIndex(i32(ow * STRIDE_WIDTH + 0u) - PAD_LEFT, i32(IN_WIDTH));
    columns_0 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_0 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(i32(ow * STRIDE_WIDTH + 1u) - PAD_LEFT, i32(IN_WIDTH));
    columns_1 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_1 = !HAS_BORDER | (iw >= 0);
}
{
    let iw = foldIndex(i32(ow * STRIDE_WIDTH + 2u) - PAD_LEFT, i32(IN_WIDTH));
    columns_2 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside_2 = !HAS_BORDER | (iw >= 0);
}
  var channelBias = 0.0;
  if (HAS_BIAS) { channelBias = f32(bias[oc]); }
  let mapAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + ow * OUTPUT_STRIDE_W;

  for (var turn = 0u; turn < THREAD_OH + REACH - 1u; turn++) {
{
      let ih = foldIndex(i32((oh + turn) * STRIDE_HEIGHT + 0u) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = u32(max(ih, 0)) * INPUT_STRIDE_H;
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
        if ((0u + 0u * STRIDE_HEIGHT) % DILATION_HEIGHT == 0u && 0u + 0u * STRIDE_HEIGHT < WINDOW) {
{
{
              sums_0 +=
                weights_0 *
                values_0;
}
}
{
{
              sums_0 +=
                weights_1 *
                values_1;
}
}
{
{
              sums_0 +=
                weights_2 *
                values_2;
}
}
        }
}
{
        if ((0u + 1u * STRIDE_HEIGHT) % DILATION_HEIGHT == 0u && 0u + 1u * STRIDE_HEIGHT < WINDOW) {
{
{
              sums_1 +=
                weights_3 *
                values_0;
}
}
{
{
              sums_1 +=
                weights_4 *
                values_1;
}
}
{
{
              sums_1 +=
                weights_5 *
                values_2;
}
}
        }
}
{
        if ((0u + 2u * STRIDE_HEIGHT) % DILATION_HEIGHT == 0u && 0u + 2u * STRIDE_HEIGHT < WINDOW) {
{
{
              sums_2 +=
                weights_6 *
                values_0;
}
}
{
{
              sums_2 +=
                weights_7 *
                values_1;
}
}
{
{
              sums_2 +=
                weights_8 *
                values_2;
}
}
        }
}
}
    if (turn + 1u >= REACH) {
      let rowAt = mapAt + (oh + turn + 1u - REACH) * OUTPUT_STRIDE_H;
{
        let at = rowAt + 0u * OUTPUT_STRIDE_W;
        var value = sums_2 + channelBias;
        output[at] = Element(activate(value));
}
    }
{
{
        sums_2 = sums_1;
}
}
{
{
        sums_1 = sums_0;
}
}
{
      sums_0 = 0.0;
}
  }
}
