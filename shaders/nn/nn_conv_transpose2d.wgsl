// nn_conv_transpose2d: transposed convolution, which is also the gradient of a convolution with respect to its input.
// Each output gathers the inputs whose window covers it. Reads and writes either layout and any filter layout through
// strides. One output per invocation, 64 per workgroup. No workgroup memory.
// Source: the adjoint of cross-correlation; WebNN convTranspose2d,
// https://www.w3.org/TR/webnn/#api-mlgraphbuilder-convtranspose2d
alias Element = f32;

const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 8u; const OUT_WIDTH = 8u;
const IN_HEIGHT = 6u; const IN_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const STRIDE_HEIGHT = 1i; const STRIDE_WIDTH = 1i;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = false;
const OUTPUT_COUNT = 64u;
const INPUT_STRIDE_N = 36u; const INPUT_STRIDE_C = 36u; const INPUT_STRIDE_H = 6u; const INPUT_STRIDE_W = 1u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: position.wgsl
struct Position { n: u32, c: u32, h: u32, w: u32 }
fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position { return Position(0u, 0u, 0u, index); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

// The input whose window starts `distance` before, or -1 if there is none.
fn windowAt(distance: i32, stride: i32, size: u32) -> i32 {
  let index = distance / stride;
  return select(-1, index, distance >= 0 && index * stride == distance && index < i32(size));
}

fn gather(at: Position) -> f32 {
  let firstChannel = at.c / GROUP_OUT_CHANNELS * GROUP_IN_CHANNELS;
  let inputBase = at.n * INPUT_STRIDE_N + firstChannel * INPUT_STRIDE_C;
  let filterBase = firstChannel * FILTER_STRIDE_I + at.c % GROUP_OUT_CHANNELS * FILTER_STRIDE_O;
  var sum = 0.0;
  for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
    let ih = windowAt(i32(at.h) + PAD_TOP - i32(kh * DILATION_HEIGHT), STRIDE_HEIGHT, IN_HEIGHT);
    if (ih < 0) { continue; }
    let filterRow = filterBase + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
    for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
      let iw = windowAt(i32(at.w) + PAD_LEFT - i32(kw * DILATION_WIDTH), STRIDE_WIDTH, IN_WIDTH);
      if (iw < 0) { continue; }
      let tap = filterRow + select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
      let pixel = inputBase + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W;
      for (var ic = 0u; ic < GROUP_IN_CHANNELS; ic++) {
        sum += f32(input[pixel + ic * INPUT_STRIDE_C]) * f32(filterWeights[tap + ic * FILTER_STRIDE_I]);
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
  var value = gather(at);
  if (HAS_BIAS) { value += f32(bias[at.c]); }
  output[index] = Element(activate(value));
}
