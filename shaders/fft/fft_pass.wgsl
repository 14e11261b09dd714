// fft_pass: one pass of the discrete Fourier transform of squares of 4^DIGITS elements a side. With an element's place in its
// square written in base 4, the leading digit is transformed and goes to the end: DIGITS passes, which LEVEL counts, transform
// columns, as many more rows. The digits of frequencies then stand backwards, and those of rows before those of columns.
// One invocation transforms BUTTERFLIES_PER_INVOCATION times four elements. No workgroup memory: CPU adapters write its zeros one by one.
// Source: M. Pease, "An Adaptation of the Fast Fourier Transform for Parallel Processing", https://doi.org/10.1145/321450.321457.
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
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
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
    // the digits of the line that are yet to be transformed
    x = rotated(fourier4(x), (place >> (SIDE_LOG2 + 2u * LEVEL)) << (2u * LEVEL), DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      after[index * 4u + i] = x[i];
    }
  }
}
