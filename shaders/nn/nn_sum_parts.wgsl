// nn_sum_parts: adds up the partial sums of a tensor, [part][value] in float32. One value per invocation, 64 per
// workgroup. No workgroup memory.
alias Element = f32;

const PART_COUNT = 1u;
const VALUE_COUNT = 64u;

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= VALUE_COUNT) { return; }
  var sum = 0.0;
  for (var part = 0u; part < PART_COUNT; part++) { sum += parts[part * VALUE_COUNT + index]; }
  output[index] = Element(sum);
}
