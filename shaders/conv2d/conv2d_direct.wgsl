// conv2d_direct: any problem, one output per invocation in the order of the output's layout, 64 per workgroup.
// Reads and writes either layout and any filter layout through strides. No workgroup memory.
// Source: the definition (cross-correlation, WebNN conv2d).
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const OUTPUT_COUNT = BATCH * OUT_CHANNELS * OUT_HEIGHT * OUT_WIDTH;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_COUNT>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: position.wgsl
struct Position { n: u32, c: u32, h: u32, w: u32 }
fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position { return Position(0u, 0u, 0u, index); }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

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
  if (HAS_RESIDUAL) { value += f32(residual[index]); }
  output[index] = Element(activate(value));
}
