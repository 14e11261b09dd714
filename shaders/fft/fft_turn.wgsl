// fft_turn: x[e] times exp(−2πi·e·parts / 4^digits), for parts < 4^digits / 4. Sine and cosine are series, accurate to
// the last bit of float32; those of WGSL may be 2⁻¹¹ off.
fn turnOf(parts: u32, digits: u32) -> vec2f {
  let eighth = 1u << (2u * digits - 3u);
  let isSteep = parts > eighth;
  let angle = f32(select(parts, 2u * eighth - parts, isSteep)) / f32(eighth) * 0.7853981633974483;
  let s = angle * angle;
  let cosine = 1.0 + s * (-0.5 + s * (4.1666667e-2 + s * (-1.3888889e-3 + s * 2.4801587e-5)));
  let sine = angle * (1.0 + s * (-1.6666667e-1 + s * (8.3333333e-3 + s * (-1.9841270e-4 + s * 2.7557319e-6))));
  return select(vec2f(cosine, -sine), vec2f(sine, -cosine), isSteep);
}

fn times(x: vec4f, by: vec2f) -> vec4f {
  return vec4f(x.x * by.x - x.y * by.y, x.x * by.y + x.y * by.x, x.z * by.x - x.w * by.y, x.z * by.y + x.w * by.x);
}

fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> {
  let one = turnOf(parts, digits);
  let two = times(vec4f(one, 0.0, 0.0), one).xy;
  let three = times(vec4f(two, 0.0, 0.0), one).xy;
  return array<vec4f, 4>(x[0], times(x[1], one), times(x[2], two), times(x[3], three));
}
