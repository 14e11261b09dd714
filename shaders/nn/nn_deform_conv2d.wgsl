// nn_deform_conv2d: convolution in which every tap has its own offset and mask weight. A tap between pixels is
// interpolated; outside the picture it reads zero. Reads and writes either layout and any filter layout through
// strides. One output per invocation, 64 per workgroup. No workgroup memory.
// Source: X. Zhu et al., "Deformable ConvNets v2", arXiv:1811.11168; channel order of offsets as torchvision and ONNX.
alias Element = f32;

const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
// Input channels per group of offsets.
const OFFSET_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_MASK = false; const HAS_BIAS = false;
const OUTPUT_COUNT = 36u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OFFSET_STRIDE_N = 648u; const OFFSET_STRIDE_C = 36u; const OFFSET_STRIDE_H = 6u; const OFFSET_STRIDE_W = 1u;
const MASK_STRIDE_N = 324u; const MASK_STRIDE_C = 36u; const MASK_STRIDE_H = 6u; const MASK_STRIDE_W = 1u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const TAPS = FILTER_HEIGHT * FILTER_WIDTH;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element>;
@group(0) @binding(2) var<storage, read> offset: array<Element>;
@group(0) @binding(3) var<storage, read> mask: array<Element>;
@group(0) @binding(4) var<storage, read> bias: array<Element>;
@group(0) @binding(5) var<storage, read_write> output: array<Element>;

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

fn load(base: u32, ih: i32, iw: i32) -> f32 {
  if (ih < 0 || iw < 0 || ih >= i32(IN_HEIGHT) || iw >= i32(IN_WIDTH)) { return 0.0; }
  return f32(input[base + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W]);
}

fn sample(base: u32, row: f32, column: f32) -> f32 {
  if (row <= -1.0 || column <= -1.0 || row >= f32(IN_HEIGHT) || column >= f32(IN_WIDTH)) { return 0.0; }
  let ih = i32(floor(row));
  let iw = i32(floor(column));
  let right = column - f32(iw);
  let top = mix(load(base, ih, iw), load(base, ih, iw + 1), right);
  let bottom = mix(load(base, ih + 1, iw), load(base, ih + 1, iw + 1), right);
  return mix(top, bottom, row - f32(ih));
}

fn productSum(at: Position) -> f32 {
  let firstChannel = at.c / GROUP_OUT_CHANNELS * GROUP_IN_CHANNELS;
  let place = at.h * OFFSET_STRIDE_H + at.w * OFFSET_STRIDE_W + at.n * OFFSET_STRIDE_N;
  let maskPlace = at.h * MASK_STRIDE_H + at.w * MASK_STRIDE_W + at.n * MASK_STRIDE_N;
  var sum = 0.0;
  for (var tap = 0u; tap < TAPS; tap++) {
    let kh = tap / FILTER_WIDTH;
    let kw = tap % FILTER_WIDTH;
    let row = f32(i32(at.h * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP);
    let column = f32(i32(at.w * STRIDE_WIDTH + kw * DILATION_WIDTH) - PAD_LEFT);
    let weights = at.c * FILTER_STRIDE_O + kh * FILTER_STRIDE_H + kw * FILTER_STRIDE_W;
    for (var ic = 0u; ic < GROUP_IN_CHANNELS; ic++) {
      let channel = firstChannel + ic;
      let moved = channel / OFFSET_CHANNELS * TAPS + tap;
      let down = f32(offset[place + 2u * moved * OFFSET_STRIDE_C]);
      let right = f32(offset[place + (2u * moved + 1u) * OFFSET_STRIDE_C]);
      var value = sample(at.n * INPUT_STRIDE_N + channel * INPUT_STRIDE_C, row + down, column + right);
      if (HAS_MASK) { value *= f32(mask[maskPlace + moved * MASK_STRIDE_C]); }
      sum += value * f32(filterWeights[weights + ic * FILTER_STRIDE_I]);
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
