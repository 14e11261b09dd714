// image_box: the mean of SIZE neighboring pixels along a row or a column. A running sum adds the entering pixel and
// subtracts the leaving one, so the cost per pixel does not depend on SIZE. One invocation slides over SEGMENT pixels
// of a line. Sums are exact integers, so a result does not depend on where a segment begins.
// Source: M. McDonnell, "Box-filtering techniques" (1981), https://doi.org/10.1016/S0146-664X(81)80009-3
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_PITCH = 64u;
const IS_VERTICAL = false;
const SIZE = 3u;
// Window pixels before the output's position.
const BEFORE = 1i;
const SEGMENT = 64u;
const HAS_BORDER_VALUE = true;
const BORDER_RED = 0.0f; const BORDER_GREEN = 0.0f; const BORDER_BLUE = 0.0f; const BORDER_ALPHA = 0.0f;
// Alpha: 0 opaque, 1 the input's, 2 filtered like the colors.
const ALPHA = 0u;

const LENGTH = select(IN_WIDTH, IN_HEIGHT, IS_VERTICAL);
const LINE_COUNT = select(IN_HEIGHT, IN_WIDTH, IS_VERTICAL);
const SEGMENT_COUNT = (LENGTH + SEGMENT - 1u) / SEGMENT;
// Units per 1.0: 8-bit values are whole already, half floats are rounded to 1/16384.
const UNIT = select(255.0, 16384.0, IN_HALF);

// linked: pixels.wgsl
const IN_HALF = false;
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: image_border.wgsl
fn borderIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

fn indexOf(line: u32, at: u32, pitch: u32) -> u32 {
  return select(line * pitch + at, at * pitch + line, IS_VERTICAL);
}

fn units(line: u32, position: i32) -> vec4i {
  let at = borderIndex(position, i32(LENGTH));
  var value = load(indexOf(line, u32(max(at, 0)), IN_PITCH));
  if (HAS_BORDER_VALUE) {
    value = select(vec4f(BORDER_RED, BORDER_GREEN, BORDER_BLUE, BORDER_ALPHA), value, at >= 0);
  }
  return vec4i(round(value * UNIT));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= LINE_COUNT * SEGMENT_COUNT) { return; }
  let line = index % LINE_COUNT;
  let first = (index / LINE_COUNT) * SEGMENT;
  var sum = vec4i();
  for (var k = 0i; k < i32(SIZE); k++) {
    sum += units(line, i32(first) - BEFORE + k);
  }
  for (var at = first; at < min(first + SEGMENT, LENGTH); at++) {
    var value = vec4f(sum) / (UNIT * f32(SIZE));
    if (ALPHA == 0u) { value.a = 1.0; }
    if (ALPHA == 1u) { value.a = load(indexOf(line, at, IN_PITCH)).a; }
    store(indexOf(line, at, OUT_PITCH), value);
    let leaving = i32(at) - BEFORE;
    sum += units(line, leaving + i32(SIZE)) - units(line, leaving);
  }
}
