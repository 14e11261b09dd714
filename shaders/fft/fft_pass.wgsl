// fft_pass: one pass of the discrete Fourier transform of squares of 4^DIGITS × 4^DIGITS elements. A pass transforms
// the leading base-4 digit of an element's index in its square, and moves that digit to the end. DIGITS passes,
// numbered by LEVEL, transform the columns; DIGITS more transform the rows. Then the digits of the frequencies are
// reversed, and the row's digits precede the column's.
// An invocation transforms 4 · BUTTERFLIES_PER_INVOCATION elements. No workgroup memory: CPU adapters zero it element
// by element.
// Source: M. Pease, "An Adaptation of the Fast Fourier Transform for Parallel Processing",
// https://doi.org/10.1145/321450.321457.
const LEVEL = 0u;
const SQUARE_COUNT = 1u;
const DIGITS = 4u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;

@group(0) @binding(0) var<storage, read> before: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read_write> after: array<vec4f, SQUARE_COUNT * SQUARE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fft_four.wgsl
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; }
// end
// linked: fft_turn.wgsl
fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> { return x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let place = index % QUARTER;
    let first = index / QUARTER * SQUARE + place;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) { // unroll
      x[i] = before[first + i * QUARTER];
    }
    // the digits of the line that are not transformed yet
    x = rotated(fourier4(x), (place >> (SIDE_LOG2 + 2u * LEVEL)) << (2u * LEVEL), DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      after[index * 4u + i] = x[i];
    }
  }
}
