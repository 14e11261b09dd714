// nn_adam: one step of Adam, in place. One parameter per invocation, 64 per workgroup. A buffer holds the settings, so
// they can change between steps. `powers` holds each decay rate to the power of this step: nn_adam_powers runs before.
// Source: D. Kingma and J. Ba, "Adam", arXiv:1412.6980, algorithm 1.
const PARAMETER_COUNT = 64u;

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
// learning rate, decay of the mean, decay of the square, epsilon
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read> powers: array<f32>;
@group(0) @binding(3) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(4) var<storage, read_write> mean: array<f32>;
@group(0) @binding(5) var<storage, read_write> square: array<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PARAMETER_COUNT) { return; }
  let slope = gradient[index];
  let nextMean = mix(slope, mean[index], settings[1]);
  let nextSquare = mix(slope * slope, square[index], settings[2]);
  mean[index] = nextMean;
  square[index] = nextSquare;
  let direction = nextMean / (1.0 - powers[0]);
  let spread = sqrt(nextSquare / (1.0 - powers[1]));
  parameter[index] -= settings[0] * direction / (spread + settings[3]);
}
