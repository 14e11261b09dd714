// fft_four: the discrete Fourier transform of four elements. An element is two complex numbers: (re, im, re, im).
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
