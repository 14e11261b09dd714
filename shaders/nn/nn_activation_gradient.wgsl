// nn_activation_gradient: the gradient of an activation with respect to its input. At a kink it is the derivative of
// one side. One value per invocation, 64 per workgroup. Source: derivatives of the functions of activation.wgsl.
alias Element = f32;

const INPUT_COUNT = 64u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> outputGradient: array<Element>;
@group(0) @binding(2) var<storage, read_write> inputGradient: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: activation.wgsl
fn boundedExp(value: f32) -> f32 { return exp(value); }
const ACTIVATION = 0u; const ACTIVATION_A = 0.0f; const ACTIVATION_B = 0.0f;
fn sigmoid(value: f32) -> f32 { return value; }
fn normalCdf(value: f32) -> f32 { return value; }
// end

fn within(value: f32, low: f32, high: f32) -> f32 {
  return select(0.0, 1.0, value > low && value < high);
}

fn derivative(value: f32) -> f32 {
  switch (ACTIVATION) {
    case 1u: { return select(0.0, 1.0, value > 0.0); }
    case 2u: { return within(value, 0.0, 6.0); }
    case 3u: { return select(ACTIVATION_A, 1.0, value >= 0.0); }
    case 4u: { return select(ACTIVATION_A * boundedExp(value), 1.0, value >= 0.0); }
    case 5u: { return sigmoid(value) * sigmoid(-value); }
    case 6u: { return 4.0 * sigmoid(2.0 * value) * sigmoid(-2.0 * value); }
    case 7u: { return sigmoid(value) * (1.0 + value * sigmoid(-value)); }
    case 8u: { return normalCdf(value) + value * 0.39894228 * boundedExp(-0.5 * value * value); }
    case 9u: {
      let argument = 1.59576912 * (value + 0.044715 * value * value * value);
      let slope = 1.59576912 * (1.0 + 0.134145 * value * value);
      return sigmoid(argument) * (1.0 + value * slope * sigmoid(-argument));
    }
    case 10u: { return select(within(value, -3.0, 3.0) * (2.0 * value + 3.0) / 6.0, 1.0, value >= 3.0); }
    case 11u: { return within(value, ACTIVATION_A, ACTIVATION_B); }
    default: { return 1.0; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= INPUT_COUNT) { return; }
  inputGradient[index] = Element(f32(outputGradient[index]) * derivative(f32(input[index])));
}
