// nn_normalize: activate((x - mean) / sqrt(variance + epsilon) * scale + bias). Mean and variance are per channel
// (batch normalization), or per image and channel (instance normalization). Reads and writes either layout. One value
// per invocation, 64 per workgroup. No workgroup memory.
// Source: WebNN batchNormalization, https://www.w3.org/TR/webnn/#api-mlgraphbuilder-batchnorm
alias Element = f32;
alias Statistic = f32;

const CHANNELS = 1u;
const HEIGHT = 8u; const WIDTH = 8u;
const IS_INSTANCE = false;
const HAS_SCALE = true; const HAS_BIAS = true;
const EPSILON = 1e-5f;
const OUTPUT_COUNT = 64u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> mean: array<Statistic>;
@group(0) @binding(2) var<storage, read> variance: array<Statistic>;
@group(0) @binding(3) var<storage, read> scale: array<Element>;
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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let at = positionOf(index, CHANNELS, HEIGHT, WIDTH);
  let statistic = select(at.c, at.n * CHANNELS + at.c, IS_INSTANCE);
  var value = (f32(input[index]) - f32(mean[statistic])) / sqrt(f32(variance[statistic]) + EPSILON);
  if (HAS_SCALE) { value *= f32(scale[at.c]); }
  if (HAS_BIAS) { value += f32(bias[at.c]); }
  output[index] = Element(activate(value));
}
