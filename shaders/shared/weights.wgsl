// weights: weights of a linear filter tap by tap, then four biases (red, green, blue, alpha), then the border's four
// values. The array type includes the size, so constant indices need no bounds clamp.
const WEIGHT_COUNT = 9u;
// Weights per tap. 1: one matrix for all channels. 3: one each for red, green, blue. 9: [output color][input color].
const WEIGHTS_PER_TAP = 1u;

@group(0) @binding(2) var<storage, read> weights: array<f32, WEIGHT_COUNT + 8u>;

fn fourWeights(at: u32) -> vec4f {
  return vec4f(weights[at], weights[at + 1u], weights[at + 2u], weights[at + 3u]);
}

fn weigh(sum: vec4f, value: vec4f, tap: u32) -> vec4f {
  let at = tap * WEIGHTS_PER_TAP;
  switch (WEIGHTS_PER_TAP) {
    case 1u: { return sum + value * weights[at]; }
    case 3u: { return sum + value * vec4f(weights[at], weights[at + 1u], weights[at + 2u], 0.0); }
    default: {
      let red = vec3f(weights[at], weights[at + 3u], weights[at + 6u]);
      let green = vec3f(weights[at + 1u], weights[at + 4u], weights[at + 7u]);
      let blue = vec3f(weights[at + 2u], weights[at + 5u], weights[at + 8u]);
      return sum + vec4f(value.r * red + value.g * green + value.b * blue, 0.0);
    }
  }
}
