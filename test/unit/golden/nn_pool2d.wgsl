// nn_pool2d
alias Element = f32;
const POOLING = 0u;
const CHANNELS = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_HEIGHT = 2u; const OUT_WIDTH = 2u;
const WINDOW_HEIGHT = 2u; const WINDOW_WIDTH = 2u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDED_BOTTOM = 4i; const PADDED_RIGHT = 4i;
const STRIDE_HEIGHT = 2u; const STRIDE_WIDTH = 2u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const COUNT_INCLUDE_PAD = false;
const OUTPUT_COUNT = 4u;
const INPUT_STRIDE_N = 16u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const IS_NHWC = false;

struct Position {
  n: u32,
  c: u32,
  h: u32,
  w: u32,
}

fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position {
  if (IS_NHWC) {
    let pixel = index / channels;
    let row = pixel / width;
    return Position(row / height, index % channels, row % height, pixel % width);
  }
  let row = index / width;
  let map = row / height;
  return Position(map / channels, map % channels, row % height, index % width);
}


fn pool(at: Position) -> f32 {
  let base = at.n * INPUT_STRIDE_N + at.c * INPUT_STRIDE_C;
  var result = select(0.0, -3.4028234e38, POOLING == 0u);
  var count = 0.0;
  for (var kh = 0u; kh < WINDOW_HEIGHT; kh++) {
    let ih = i32(at.h * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP;
    for (var kw = 0u; kw < WINDOW_WIDTH; kw++) {
      let iw = i32(at.w * STRIDE_WIDTH + kw * DILATION_WIDTH) - PAD_LEFT;
      let inside = ih >= 0 && iw >= 0 && ih < i32(IN_HEIGHT) && iw < i32(IN_WIDTH);
      let counted = inside || (COUNT_INCLUDE_PAD && ih < PADDED_BOTTOM && iw < PADDED_RIGHT);
      count += select(0.0, 1.0, counted);
      if (inside) {
        let value = f32(input[base + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W]);
{ result = max(result, value); }
      }
    }
  }
{ return result; }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  output[index] = Element(pool(positionOf(index, CHANNELS, OUT_HEIGHT, OUT_WIDTH)));
}
