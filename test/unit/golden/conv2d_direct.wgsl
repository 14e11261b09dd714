// conv2d_direct
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_CHANNELS = 2u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const OUTPUT_COUNT = BATCH * OUT_CHANNELS * OUT_HEIGHT * OUT_WIDTH;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_COUNT>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const IS_NHWC = false;

struct Position {
  n: u32,
  c: u32,
  h: u32,
  w: u32,
}

fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position {
  if (IS_NHWC) {
    let pixel = index / channels;
    let row = pixel / width;
    return Position(row / height, index % channels, row % height, pixel % width);
  }
  let row = index / width;
  let map = row / height;
  return Position(map / channels, map % channels, row % height, index % width);
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


fn productSum(at: Position) -> f32 {
  let firstChannel = (at.c / GROUP_OUT_CHANNELS) * GROUP_IN_CHANNELS;
  let inputBase = at.n * INPUT_STRIDE_N + firstChannel * INPUT_STRIDE_C;
  let filterBase = at.c * FILTER_STRIDE_O;
  var sum = 0.0;
  for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
    let ih = foldIndex(i32(at.h * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP, i32(IN_HEIGHT));
    let filterRow = filterBase + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
    for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
      let iw = foldIndex(i32(at.w * STRIDE_WIDTH + kw * DILATION_WIDTH) - PAD_LEFT, i32(IN_WIDTH));
      let tap = filterRow + select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
      let inside = ih >= 0 && iw >= 0;
      let pixel = inputBase + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W;
      for (var ic = 0u; ic < GROUP_IN_CHANNELS; ic++) {
        let value = select(PADDING_VALUE, f32(input[pixel + ic * INPUT_STRIDE_C]), inside);
        sum += value * f32(filterWeights[tap + ic * FILTER_STRIDE_I]);
      }
    }
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let at = positionOf(index, OUT_CHANNELS, OUT_HEIGHT, OUT_WIDTH);
  var value = productSum(at);
  if (HAS_BIAS) { value += f32(bias[at.c]); }
  output[index] = Element(activate(value));
}
