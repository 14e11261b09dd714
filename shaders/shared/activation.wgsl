// activation: the activations of src/problem/activation.ts. Linked in place of the stub `activate`. ACTIVATION is the
// index in src/kernels/constants.ts; A and B are the activation's parameters.
// Arguments of exp are clamped to ±80: exp(80) does not overflow, and beyond it the activations have saturated.
// erfc(x) = t·exp(p(t) − x²) with t = 1 / (1 + x/2), after W. H. Press et al., Numerical Recipes, "erfc Chebyshev fit"
// (fractional error below 1.2e-7).
const ACTIVATION = 0u; const ACTIVATION_A = 0.0f; const ACTIVATION_B = 0.0f;

fn boundedExp(value: f32) -> f32 {
  return exp(clamp(value, -80.0, 80.0));
}

fn sigmoid(value: f32) -> f32 {
  return 1.0 / (1.0 + boundedExp(-value));
}

fn complementaryError(magnitude: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.5 * magnitude);
  var p = 0.17087277;
  p = p * t - 0.82215223;
  p = p * t + 1.48851587;
  p = p * t - 1.13520398;
  p = p * t + 0.27886807;
  p = p * t - 0.18628806;
  p = p * t + 0.09678418;
  p = p * t + 0.37409196;
  p = p * t + 1.00002368;
  return t * boundedExp(p * t - 1.26551223 - magnitude * magnitude);
}

// Φ(x), the normal distribution function. Computed from its small tail, which preserves gelu's relative error.
fn normalCdf(value: f32) -> f32 {
  let tail = 0.5 * complementaryError(abs(value) * 0.70710678);
  return select(tail, 1.0 - tail, value >= 0.0);
}

fn activate(value: f32) -> f32 {
  switch (ACTIVATION) {
    case 1u: { return max(value, 0.0); }
    case 2u: { return clamp(value, 0.0, 6.0); }
    case 3u: { return select(value * ACTIVATION_A, value, value >= 0.0); }
    case 4u: { return select(ACTIVATION_A * (boundedExp(value) - 1.0), value, value >= 0.0); }
    case 5u: { return sigmoid(value); }
    case 6u: { return 1.0 - 2.0 * sigmoid(-2.0 * value); }
    case 7u: { return value * sigmoid(value); }
    case 8u: { return value * normalCdf(value); }
    case 9u: { return value * sigmoid(1.59576912 * (value + 0.044715 * value * value * value)); }
    case 10u: { return value * clamp(value + 3.0, 0.0, 6.0) / 6.0; }
    // not clamp(): it rejects constants out of order even if another case is taken
    case 11u: { return min(max(value, ACTIVATION_A), ACTIVATION_B); }
    default: { return value; }
  }
}
