// nn_sgd: one step of stochastic gradient descent with momentum, in place, one parameter an invocation. The rate and the
// momentum come from a buffer, so that they can change between steps. A workgroup updates 64 neighboring parameters.
// Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, as PyTorch's SGD writes it.
const PARAMETER_COUNT = 64u;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
// learning rate, momentum
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(3) var<storage, read_write> velocity: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let group = FIRST_WORKGROUP + workgroup.x + WORKGROUPS_X * (workgroup.y + WORKGROUPS_Y * workgroup.z);
  let index = group * 64u + invocation;
  if (group >= WORKGROUP_COUNT || index >= PARAMETER_COUNT) { return; }
  let next = settings[1] * velocity[index] + gradient[index];
  velocity[index] = next;
  parameter[index] -= settings[0] * next;
}
