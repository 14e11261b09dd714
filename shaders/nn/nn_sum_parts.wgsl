// nn_sum_parts: adds up parts of a tensor that were summed apart, `[part][value]` in float32. A workgroup produces 64
// neighbouring values, one an invocation, and uses no workgroup memory.
alias Element = f32;

const COUNT_PARTS = 1u;
const COUNT_VALUES = 64u;
const GROUPS_X = 1u;
const GROUPS_Y = 1u;
const FIRST_GROUP = 0u;
const COUNT_GROUPS = 1u;

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let group = FIRST_GROUP + workgroup.x + GROUPS_X * (workgroup.y + GROUPS_Y * workgroup.z);
  let index = group * 64u + invocation;
  if (group >= COUNT_GROUPS || index >= COUNT_VALUES) { return; }
  var sum = 0.0;
  for (var part = 0u; part < COUNT_PARTS; part++) { sum += parts[part * COUNT_VALUES + index]; }
  output[index] = Element(sum);
}
