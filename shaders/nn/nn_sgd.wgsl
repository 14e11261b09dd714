// nn_sgd: one step of stochastic gradient descent with momentum, in place. One parameter per invocation, 64 per
// workgroup. A buffer holds the rate and the momentum, so they can change between steps.
// Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, as PyTorch's SGD writes
// it.
const PARAMETER_COUNT = 64u;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
// learning rate, momentum
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(3) var<storage, read_write> velocity: array<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PARAMETER_COUNT) { return; }
  let next = settings[1] * velocity[index] + gradient[index];
  velocity[index] = next;
  parameter[index] -= settings[0] * next;
}
