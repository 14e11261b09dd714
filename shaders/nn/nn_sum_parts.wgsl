// nn_sum_parts: adds up parts of a tensor that were summed apart, `[part][value]` in float32. A workgroup produces 64
// neighboring values, one an invocation, and uses no workgroup memory.
alias Element = f32;

const PART_COUNT = 1u;
const VALUE_COUNT = 64u;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let group = FIRST_WORKGROUP + workgroup.x + WORKGROUPS_X * (workgroup.y + WORKGROUPS_Y * workgroup.z);
  let index = group * 64u + invocation;
  if (group >= WORKGROUP_COUNT || index >= VALUE_COUNT) { return; }
  var sum = 0.0;
  for (var part = 0u; part < PART_COUNT; part++) { sum += parts[part * VALUE_COUNT + index]; }
  output[index] = Element(sum);
}
