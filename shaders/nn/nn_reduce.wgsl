// nn_reduce: the scaled sum of values, of their squares, or of squares about a center, over up to three axes; up to
// three others are kept. One output per workgroup. Workgroup bytes: 256 (workgroup_sum).
// Source: two-pass moments, as T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance", 1983.
alias Element = f32;
alias Center = f32;
alias Result = f32;

const IS_SQUARED = false;
const IS_CENTERED = false;
const IS_CENTER_PER_VALUE = false;
const SCALE = 1.0f;
const KEPT_1 = 1u; const KEPT_2 = 1u;
const REDUCED_0 = 1u; const REDUCED_1 = 1u; const REDUCED_2 = 64u;
const KEPT_STRIDE_0 = 0u; const KEPT_STRIDE_1 = 0u; const KEPT_STRIDE_2 = 0u;
const REDUCED_STRIDE_0 = 0u; const REDUCED_STRIDE_1 = 0u; const REDUCED_STRIDE_2 = 1u;
const REDUCED_COUNT = REDUCED_0 * REDUCED_1 * REDUCED_2;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> center: array<Center>;
@group(0) @binding(2) var<storage, read_write> output: array<Result>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: workgroup_sum.wgsl
fn workgroupSum(value: f32, invocation: u32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let row = workgroupIndex / KEPT_2;
  let base = row / KEPT_1 * KEPT_STRIDE_0 + row % KEPT_1 * KEPT_STRIDE_1 + workgroupIndex % KEPT_2 * KEPT_STRIDE_2;
  var sum = 0.0;
  for (var index = invocation; index < REDUCED_COUNT; index += 64u) {
    let line = index / REDUCED_2;
    let at = base + line / REDUCED_1 * REDUCED_STRIDE_0 + line % REDUCED_1 * REDUCED_STRIDE_1 + index % REDUCED_2 * REDUCED_STRIDE_2;
    var value = f32(input[at]);
    if (IS_CENTERED) { value -= f32(center[select(workgroupIndex, at, IS_CENTER_PER_VALUE)]); }
    sum += select(value, value * value, IS_SQUARED);
  }
  let total = workgroupSum(sum, invocation);
  if (invocation == 0u) { output[workgroupIndex] = Result(SCALE * total); }
}
