// nn_pool2d_gradient: the gradient of pooling with respect to its input. Each input gathers from the windows that cover
// it: the whole gradient if it is the window's first largest value, its share of a mean, or its part of a norm. Reads
// and writes either layout. One gradient per invocation, 64 per workgroup. No workgroup memory.
// Source: the chain rule over nn_pool2d.wgsl.
alias Element = f32;

// 0 max, 1 average, 2 L2: the order of POOLINGS in src/operators/nn_pool2d.ts.
const POOLING = 0u;
const CHANNELS = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const WINDOW_HEIGHT = 2u; const WINDOW_WIDTH = 2u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDED_BOTTOM = 8i; const PADDED_RIGHT = 8i;
const STRIDE_HEIGHT = 2i; const STRIDE_WIDTH = 2i;
const DILATION_HEIGHT = 1i; const DILATION_WIDTH = 1i;
const COUNT_INCLUDE_PAD = false;
// Windows that can cover one input, per axis.
const COVER_HEIGHT = 1u;
const COVER_WIDTH = 1u;
const INPUT_COUNT = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_STRIDE_N = 16u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> outputGradient: array<Element>;
@group(0) @binding(2) var<storage, read_write> inputGradient: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: position.wgsl
struct Position { n: u32, c: u32, h: u32, w: u32 }
fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position { return Position(0u, 0u, 0u, index); }
// end

// The part of the gradient of the window at row `top`, column `left` that goes to the input at (row, column).
fn share(base: u32, top: i32, left: i32, row: i32, column: i32) -> f32 {
  let own = f32(input[base + u32(row) * INPUT_STRIDE_H + u32(column) * INPUT_STRIDE_W]);
  var largest = -3.4028234e38;
  var isOwn = false;
  var count = 0.0;
  var squares = 0.0;
  for (var kh = 0u; kh < WINDOW_HEIGHT; kh++) {
    let ih = top + i32(kh) * DILATION_HEIGHT;
    for (var kw = 0u; kw < WINDOW_WIDTH; kw++) {
      let iw = left + i32(kw) * DILATION_WIDTH;
      let inside = ih >= 0 && iw >= 0 && ih < i32(IN_HEIGHT) && iw < i32(IN_WIDTH);
      count += select(0.0, 1.0, inside || (COUNT_INCLUDE_PAD && ih < PADDED_BOTTOM && iw < PADDED_RIGHT));
      if (inside) {
        let value = f32(input[base + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W]);
        squares = fma(value, value, squares);
        if (value > largest) {
          largest = value;
          isOwn = ih == row && iw == column;
        }
      }
    }
  }
  switch (POOLING) {
    case 0u: { return select(0.0, 1.0, isOwn); }
    case 1u: { return 1.0 / max(count, 1.0); }
    default: { return select(0.0, own / sqrt(squares), squares > 0.0); }
  }
}

// Whether a window has a tap `distance` after its first.
fn isTap(distance: i32, dilation: i32, size: u32) -> bool {
  let tap = distance / dilation;
  return tap * dilation == distance && tap < i32(size);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= INPUT_COUNT) { return; }
  let at = positionOf(index, CHANNELS, IN_HEIGHT, IN_WIDTH);
  let inputBase = at.n * INPUT_STRIDE_N + at.c * INPUT_STRIDE_C;
  let outputBase = at.n * OUTPUT_STRIDE_N + at.c * OUTPUT_STRIDE_C;
  var sum = 0.0;
  let lowest = (i32(at.h) + PAD_TOP) / STRIDE_HEIGHT;
  let rightmost = (i32(at.w) + PAD_LEFT) / STRIDE_WIDTH;
  for (var up = 0u; up < COVER_HEIGHT; up++) {
    let oh = lowest - i32(up);
    let top = oh * STRIDE_HEIGHT - PAD_TOP;
    if (!isTap(i32(at.h) - top, DILATION_HEIGHT, WINDOW_HEIGHT) || oh < 0 || oh >= i32(OUT_HEIGHT)) { continue; }
    for (var back = 0u; back < COVER_WIDTH; back++) {
      let ow = rightmost - i32(back);
      let left = ow * STRIDE_WIDTH - PAD_LEFT;
      if (!isTap(i32(at.w) - left, DILATION_WIDTH, WINDOW_WIDTH) || ow < 0 || ow >= i32(OUT_WIDTH)) { continue; }
      let gradient = f32(outputGradient[outputBase + u32(oh) * OUTPUT_STRIDE_H + u32(ow) * OUTPUT_STRIDE_W]);
      sum += gradient * share(inputBase, top, left, i32(at.h), i32(at.w));
    }
  }
  inputGradient[index] = Element(sum);
}
