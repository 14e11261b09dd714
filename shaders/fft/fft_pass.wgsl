// fft_pass: one pass of the discrete Fourier transform of squares of 4^DIGITS elements a side. With an element's place in its
// square written in base 4, the leading digit is transformed and goes to the end: DIGITS passes, which LEVEL counts, transform
// columns, as many more rows. The digits of frequencies then stand backwards, and those of rows before those of columns.
// One invocation transforms TURNS times four elements. No workgroup memory: CPU adapters write its zeros one by one.
// Source: M. Pease, "An Adaptation of the Fast Fourier Transform for Parallel Processing", https://doi.org/10.1145/321450.321457.
const LEVEL = 0u;
const COUNT_SQUARES = 1u;
const DIGITS = 4u;
const TURNS = 16u;
const GROUPS_X = 1u;
const GROUPS_Y = 1u;
const FIRST_GROUP = 0u;
const COUNT_GROUPS = 1u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;

@group(0) @binding(0) var<storage, read> before: array<vec4f, COUNT_SQUARES * SQUARE>;
@group(0) @binding(1) var<storage, read_write> after: array<vec4f, COUNT_SQUARES * SQUARE>;

fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; } // linked: fft_four.wgsl
fn turned(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> { return x; } // linked: fft_turn.wgsl

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let workgroupIndex = FIRST_GROUP + workgroup.x + GROUPS_X * (workgroup.y + GROUPS_Y * workgroup.z);
  if (workgroupIndex >= COUNT_GROUPS) { return; }
  for (var turn = 0u; turn < TURNS; turn++) {
    let index = (workgroupIndex * TURNS + turn) * 64u + invocation;
    let place = index % QUARTER;
    let first = index / QUARTER * SQUARE + place;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) { // unroll
      x[i] = before[first + i * QUARTER];
    }
    // the digits of the line that are yet to be transformed
    x = turned(fourier4(x), (place >> (SIDE_LOG2 + 2u * LEVEL)) << (2u * LEVEL), DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      after[index * 4u + i] = x[i];
    }
  }
}
