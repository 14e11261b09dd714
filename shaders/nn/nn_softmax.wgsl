// nn_softmax: exp(x - max) / sum along one axis. One line of that axis per workgroup. Workgroup bytes: 512
// (workgroup_sum, workgroup_max). Source: WebNN softmax, https://www.w3.org/TR/webnn/#api-mlgraphbuilder-softmax-method
alias Element = f32;

const AXIS_COUNT = 64u;
const STRIDE_AXIS = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: workgroup_sum.wgsl
fn workgroupSum(value: f32, invocation: u32) -> f32 { return value; }
// end
// linked: workgroup_max.wgsl
fn workgroupMax(value: f32, invocation: u32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let base = workgroupIndex / STRIDE_AXIS * STRIDE_AXIS * AXIS_COUNT + workgroupIndex % STRIDE_AXIS;
  var largest = -3.4028234e38;
  for (var i = invocation; i < AXIS_COUNT; i += 64u) {
    largest = max(largest, f32(input[base + i * STRIDE_AXIS]));
  }
  largest = workgroupMax(largest, invocation);
  var sum = 0.0;
  for (var i = invocation; i < AXIS_COUNT; i += 64u) {
    sum += exp(f32(input[base + i * STRIDE_AXIS]) - largest);
  }
  sum = workgroupSum(sum, invocation);
  for (var i = invocation; i < AXIS_COUNT; i += 64u) {
    let at = base + i * STRIDE_AXIS;
    output[at] = Element(exp(f32(input[at]) - largest) / sum);
  }
}
