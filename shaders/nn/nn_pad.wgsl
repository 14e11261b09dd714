// nn_pad: adds a border to a tensor of up to four axes. One element of the result per invocation, 64 per workgroup. No
// workgroup memory.
// Source: numpy.pad, https://numpy.org/doc/stable/reference/generated/numpy.pad.html
alias Element = f32;

const SIZE_0 = 1i; const SIZE_1 = 1i; const SIZE_2 = 6i; const SIZE_3 = 6i;
const BEFORE_0 = 0i; const BEFORE_1 = 0i; const BEFORE_2 = 1i; const BEFORE_3 = 1i;
const OUT_1 = 1u; const OUT_2 = 8u; const OUT_3 = 8u;
const OUTPUT_COUNT = 64u;
const PADDING_VALUE = 0.0f;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let row = index / OUT_3;
  let plane = row / OUT_2;
  let i0 = foldIndex(i32(plane / OUT_1) - BEFORE_0, SIZE_0);
  let i1 = foldIndex(i32(plane % OUT_1) - BEFORE_1, SIZE_1);
  let i2 = foldIndex(i32(row % OUT_2) - BEFORE_2, SIZE_2);
  let i3 = foldIndex(i32(index % OUT_3) - BEFORE_3, SIZE_3);
  var value = PADDING_VALUE;
  if (min(min(i0, i1), min(i2, i3)) >= 0) {
    value = f32(input[((i0 * SIZE_1 + i1) * SIZE_2 + i2) * SIZE_3 + i3]);
  }
  output[index] = Element(value);
}
