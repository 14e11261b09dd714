// nn_adam_powers: multiplies the running powers of Adam's two decay rates by these, once a step, before the parameters
// are updated by nn_adam. One invocation does both. Source: as nn_adam.
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

// learning rate, decay of the mean, decay of the square, epsilon
@group(0) @binding(0) var<storage, read> settings: array<f32>;
@group(0) @binding(1) var<storage, read_write> powers: array<f32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) workgroup: vec3u) {
  let group = FIRST_WORKGROUP + workgroup.x + WORKGROUPS_X * (workgroup.y + WORKGROUPS_Y * workgroup.z);
  if (group >= WORKGROUP_COUNT) { return; }
  powers[0] *= settings[1];
  powers[1] *= settings[2];
}
