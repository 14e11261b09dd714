// nn_map: output = activate(SCALE * combine(a, b)) over an index space of up to six axes. Each operand has its own
// strides, 0 along broadcast axes. Serves activations, arithmetic, transposes, pixel shuffle, slices and
// concatenation. One point per invocation, 64 per workgroup. No workgroup memory.
// Source: numpy broadcasting, https://numpy.org/doc/stable/user/basics.broadcasting.html
alias Element = f32;

// 0 a, 1 a + b, 2 a - b, 3 a * b, 4 a / b, 5 max, 6 min, 7 prelu: the order of COMBINATIONS in src/operators/nn_map.ts.
const COMBINATION = 0u;
const SCALE = 1.0f;
const SIZE_0 = 1u; const SIZE_1 = 1u; const SIZE_2 = 1u; const SIZE_3 = 1u; const SIZE_4 = 1u; const SIZE_5 = 64u;
const A_OFFSET = 0u;
const A_0 = 0u; const A_1 = 0u; const A_2 = 0u; const A_3 = 0u; const A_4 = 0u; const A_5 = 1u;
const B_OFFSET = 0u;
const B_0 = 0u; const B_1 = 0u; const B_2 = 0u; const B_3 = 0u; const B_4 = 0u; const B_5 = 1u;
const OUTPUT_OFFSET = 0u;
const OUTPUT_0 = 0u; const OUTPUT_1 = 0u; const OUTPUT_2 = 0u; const OUTPUT_3 = 0u; const OUTPUT_4 = 0u;
const OUTPUT_5 = 1u;
const POINT_COUNT = SIZE_0 * SIZE_1 * SIZE_2 * SIZE_3 * SIZE_4 * SIZE_5;

@group(0) @binding(0) var<storage, read> a: array<Element>;
@group(0) @binding(1) var<storage, read> b: array<Element>;
@group(0) @binding(2) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

fn combine(left: f32, right: f32) -> f32 {
  switch (COMBINATION) {
    case 1u: { return left + right; }
    case 2u: { return left - right; }
    case 3u: { return left * right; }
    case 4u: { return left / right; }
    case 5u: { return max(left, right); }
    case 6u: { return min(left, right); }
    case 7u: { return select(left * right, left, left > 0.0); }
    default: { return left; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= POINT_COUNT) { return; }
  let i5 = index % SIZE_5;
  let row4 = index / SIZE_5;
  let i4 = row4 % SIZE_4;
  let row3 = row4 / SIZE_4;
  let i3 = row3 % SIZE_3;
  let row2 = row3 / SIZE_3;
  let i2 = row2 % SIZE_2;
  let row1 = row2 / SIZE_2;
  let i1 = row1 % SIZE_1;
  let i0 = row1 / SIZE_1;
  let left = f32(a[A_OFFSET + i0 * A_0 + i1 * A_1 + i2 * A_2 + i3 * A_3 + i4 * A_4 + i5 * A_5]);
  let right = f32(b[B_OFFSET + i0 * B_0 + i1 * B_1 + i2 * B_2 + i3 * B_3 + i4 * B_4 + i5 * B_5]);
  let at = OUTPUT_OFFSET + i0 * OUTPUT_0 + i1 * OUTPUT_1 + i2 * OUTPUT_2 + i3 * OUTPUT_3 + i4 * OUTPUT_4 + i5 * OUTPUT_5;
  output[at] = Element(activate(SCALE * combine(left, right)));
}
