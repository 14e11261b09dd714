// winograd_points: one dimension of Winograd's F(POINTS_OUT, 3), y = Aᵀ[(G g) ⊙ (Bᵀ d)], in Lagrange form: A and G hold
// the powers of the points, Bᵀ the coefficients of Π(x − other points). Source: A. Lavin, S. Gray,
// https://arxiv.org/abs/1509.09308.
// F(2,3) uses the points 0, 1, −1, ∞. F(4,3) uses 0, ±√½, ±√2, ∞: their products are balanced, which halves the error
// of 0, ±1, ±2, ∞ (B. Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution",
// https://arxiv.org/abs/1803.10986).
// At stride 2 the outputs are F(POINTS_OUT, 2) of the even inputs with the outer taps, at the points 0, 1, ∞ or ±½, ±1,
// ∞, plus the odd inputs times the middle tap. The odd inputs are additional points without a transform.
// Every transform uses the first (POINTS_OUT − 1)·POINTS_STRIDE + 3 of nine elements.
const POINTS_OUT = 4u;
const POINTS_STRIDE = 1u;
// Stride and outputs as two decimal digits.
const POINTS = 10u * POINTS_STRIDE + POINTS_OUT;
const HALF_ROOT: f32 = 0.70710678118;
const ROOT: f32 = 1.41421356237;

fn inputTransform(d: array<f32, 9>) -> array<f32, 9> {
  switch (POINTS) {
    case 22u: { return array<f32, 9>(d[0] - d[2], d[2], d[4] - d[2], d[1], d[3], 0, 0, 0, 0); }
    case 24u: {
      let near = d[6] - d[2];
      let nearOdd = 0.5 * (d[4] - d[0]);
      let far = d[6] - 0.25 * d[2];
      let farOdd = d[4] - 0.25 * d[0];
      let last = d[8] - 1.25 * d[4] + 0.25 * d[0];
      return array<f32, 9>(near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, last, d[1], d[3], d[5], d[7]);
    }
    case 12u: { return array<f32, 9>(d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1], 0, 0, 0, 0, 0); }
    default: {
      let near = d[4] - 2.0 * d[2];
      let nearOdd = HALF_ROOT * d[3] - ROOT * d[1];
      let far = d[4] - 0.5 * d[2];
      let farOdd = ROOT * d[3] - HALF_ROOT * d[1];
      let first = d[0] - 2.5 * d[2] + d[4];
      let last = d[1] - 2.5 * d[3] + d[5];
      return array<f32, 9>(first, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, last, 0, 0, 0);
    }
  }
}

fn filterTransform(g: vec3f) -> array<f32, 9> {
  switch (POINTS) {
    case 22u: { return array<f32, 9>(g.x, g.x + g.z, g.z, g.y, g.y, 0, 0, 0, 0); }
    case 24u: {
      let near = (g.x + 0.5 * g.z) / -0.75;
      let nearMirrored = (g.x - 0.5 * g.z) / 0.75;
      let far = (g.x + g.z) / 1.5;
      let farMirrored = (g.x - g.z) / -1.5;
      return array<f32, 9>(near, nearMirrored, far, farMirrored, g.z, g.y, g.y, g.y, g.y);
    }
    case 12u: {
      let even = 0.5 * (g.x + g.z);
      return array<f32, 9>(g.x, even + 0.5 * g.y, even - 0.5 * g.y, g.z, 0, 0, 0, 0, 0);
    }
    default: {
      let near = (g.x + 0.5 * g.z) / -1.5;
      let nearOdd = HALF_ROOT * g.y / -1.5;
      let far = (g.x + 2.0 * g.z) / 6.0;
      let farOdd = ROOT * g.y / 6.0;
      return array<f32, 9>(g.x, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, g.z, 0, 0, 0);
    }
  }
}

fn outputTransform(m: array<f32, 9>) -> vec4f {
  switch (POINTS) {
    case 22u: { return vec4f(m[0] + m[1] + m[3], m[1] + m[2] + m[4], 0, 0); }
    case 24u: {
      let near = m[0] + m[1];
      let nearOdd = 0.5 * (m[0] - m[1]);
      let far = m[2] + m[3];
      let farOdd = m[2] - m[3];
      return vec4f(
        near + far + m[5], nearOdd + farOdd + m[6], 0.25 * near + far + m[7], 0.25 * nearOdd + farOdd + m[4] + m[8],
      );
    }
    case 12u: { return vec4f(m[0] + m[1] + m[2], m[1] - m[2] + m[3], 0, 0); }
    default: {
      let near = m[1] + m[2];
      let nearOdd = HALF_ROOT * (m[1] - m[2]);
      let far = m[3] + m[4];
      let farOdd = ROOT * (m[3] - m[4]);
      return vec4f(
        m[0] + near + far, nearOdd + farOdd, 0.5 * near + 2.0 * far, 0.5 * nearOdd + 2.0 * farOdd + m[5],
      );
    }
  }
}
