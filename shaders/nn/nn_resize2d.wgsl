// nn_resize2d: nearest or bilinear sampling of a picture at another size. An output's position in the input is (index *
// NUMERATOR + SHIFT) / DENOMINATOR, in integers, so rounding cannot move it to a neighbor. Reads and writes either
// layout. One output per invocation, 64 per workgroup. No workgroup memory.
// Source: ONNX Resize, https://onnx.ai/onnx/operators/onnx__Resize.html
alias Element = f32;

const IS_LINEAR = false;
const CHANNELS = 1u;
const IN_HEIGHT = 4i; const IN_WIDTH = 4i;
const OUT_HEIGHT = 8u; const OUT_WIDTH = 8u;
const NUMERATOR_HEIGHT = 8i;
const SHIFT_HEIGHT = -4i;
const DENOMINATOR_HEIGHT = 16i;
const NUMERATOR_WIDTH = 8i;
const SHIFT_WIDTH = -4i;
const DENOMINATOR_WIDTH = 16i;
const OUTPUT_COUNT = 64u;
const INPUT_STRIDE_N = 16u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: position.wgsl
struct Position { n: u32, c: u32, h: u32, w: u32 }
fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position { return Position(0u, 0u, 0u, index); }
// end

fn floorDivide(numerator: i32, denominator: i32) -> i32 {
  return (numerator - ((numerator % denominator) + denominator) % denominator) / denominator;
}

fn load(base: u32, ih: i32, iw: i32) -> f32 {
  let row = u32(clamp(ih, 0, IN_HEIGHT - 1));
  let column = u32(clamp(iw, 0, IN_WIDTH - 1));
  return f32(input[base + row * INPUT_STRIDE_H + column * INPUT_STRIDE_W]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let at = positionOf(index, CHANNELS, OUT_HEIGHT, OUT_WIDTH);
  let base = at.n * INPUT_STRIDE_N + at.c * INPUT_STRIDE_C;
  let row = i32(at.h) * NUMERATOR_HEIGHT + SHIFT_HEIGHT;
  let column = i32(at.w) * NUMERATOR_WIDTH + SHIFT_WIDTH;
  let ih = floorDivide(row, DENOMINATOR_HEIGHT);
  let iw = floorDivide(column, DENOMINATOR_WIDTH);
  if (!IS_LINEAR) {
    output[index] = Element(load(base, ih, iw));
    return;
  }
  let down = f32(row - ih * DENOMINATOR_HEIGHT) / f32(DENOMINATOR_HEIGHT);
  let right = f32(column - iw * DENOMINATOR_WIDTH) / f32(DENOMINATOR_WIDTH);
  let top = mix(load(base, ih, iw), load(base, ih, iw + 1), right);
  let bottom = mix(load(base, ih + 1, iw), load(base, ih + 1, iw + 1), right);
  output[index] = Element(mix(top, bottom, down));
}
