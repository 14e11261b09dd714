// sum_splits: adds the SPLITS planes of sums of conv2d_gemm.wgsl, then bias, residual and activation. Each plane has
// the output's order. One output per invocation. No workgroup memory.
// Source: split-K, as in NVIDIA CUTLASS, https://docs.nvidia.com/cutlass/.
alias Element = f32;

const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const OUTPUT_SIZE = 36u;
const IS_NHWC = false;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const SPLITS = 2u;

@group(0) @binding(0) var<storage, read> partialSums: array<f32, SPLITS * OUTPUT_SIZE>;
@group(0) @binding(1) var<storage, read> bias: array<Element>;
@group(0) @binding(2) var<storage, read> residual: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;

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
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_SIZE) { return; }
  var value = 0.0;
  for (var split = 0u; split < SPLITS; split++) {
    value += partialSums[split * OUTPUT_SIZE + index];
  }
  if (HAS_BIAS) { value += f32(bias[select(index / (OUT_HEIGHT * OUT_WIDTH), index, IS_NHWC) % OUT_CHANNELS]); }
  if (HAS_RESIDUAL) { value += f32(residual[index]); }
  output[index] = Element(activate(value));
}
