// nn_conv3d: cross-correlation of a volume, one output per invocation in the order of the output's layout, 64 per
// workgroup. Reads and writes either layout and any filter layout through strides. Padding is zeros. No workgroup
// memory.
// Source: the definition, as ONNX Conv with three spatial axes.
alias Element = f32;

const IN_DEPTH = 4u; const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_CHANNELS = 1u;
const OUT_DEPTH = 2u; const OUT_HEIGHT = 2u; const OUT_WIDTH = 2u;
const FILTER_DEPTH = 3u; const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_FRONT = 0i; const PAD_TOP = 0i; const PAD_LEFT = 0i;
const STRIDE_DEPTH = 1u; const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_DEPTH = 1u; const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = false;
const OUTPUT_COUNT = 8u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u;
const INPUT_STRIDE_D = 16u;
const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_STRIDE_N = 8u; const OUTPUT_STRIDE_C = 8u;
const OUTPUT_STRIDE_D = 4u;
const OUTPUT_STRIDE_H = 2u; const OUTPUT_STRIDE_W = 1u;
const FILTER_STRIDE_O = 27u; const FILTER_STRIDE_I = 27u;
const FILTER_STRIDE_D = 9u;
const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let ow = index / OUTPUT_STRIDE_W % OUT_WIDTH;
  let oh = index / OUTPUT_STRIDE_H % OUT_HEIGHT;
  let od = index / OUTPUT_STRIDE_D % OUT_DEPTH;
  let oc = index / OUTPUT_STRIDE_C % OUT_CHANNELS;
  let firstChannel = oc / GROUP_OUT_CHANNELS * GROUP_IN_CHANNELS;
  let base = index / OUTPUT_STRIDE_N * INPUT_STRIDE_N + firstChannel * INPUT_STRIDE_C;
  var sum = 0.0;
  for (var kd = 0u; kd < FILTER_DEPTH; kd++) {
    let id = i32(od * STRIDE_DEPTH + kd * DILATION_DEPTH) - PAD_FRONT;
    if (id < 0 || id >= i32(IN_DEPTH)) { continue; }
    for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
      let ih = i32(oh * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP;
      if (ih < 0 || ih >= i32(IN_HEIGHT)) { continue; }
      for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
        let iw = i32(ow * STRIDE_WIDTH + kw * DILATION_WIDTH) - PAD_LEFT;
        if (iw < 0 || iw >= i32(IN_WIDTH)) { continue; }
        let place = base + u32(id) * INPUT_STRIDE_D + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W;
        let tap = oc * FILTER_STRIDE_O + kd * FILTER_STRIDE_D + kh * FILTER_STRIDE_H + kw * FILTER_STRIDE_W;
        for (var ic = 0u; ic < GROUP_IN_CHANNELS; ic++) {
          sum += f32(input[place + ic * INPUT_STRIDE_C]) * f32(filterWeights[tap + ic * FILTER_STRIDE_I]);
        }
      }
    }
  }
  if (HAS_BIAS) { sum += f32(bias[oc]); }
  output[index] = Element(activate(sum));
}
