// nn_adam_powers: multiplies the powers of Adam's two decay rates by the rates, once per step, before nn_adam. A single
// invocation does both. Source: see nn_adam.

// learning rate, decay of the mean, decay of the square, epsilon
@group(0) @binding(0) var<storage, read> settings: array<f32>;
@group(0) @binding(1) var<storage, read_write> powers: array<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) workgroup: vec3u) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  powers[0] *= settings[1];
  powers[1] *= settings[2];
}
