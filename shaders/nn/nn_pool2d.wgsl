// nn_pool2d: the largest value, the mean or the Euclidean norm of each window. Padding is never read; the mean divides
// by the number of taps inside the input, or inside the padded input (COUNT_INCLUDE_PAD). Reads and writes either
// layout. One output per invocation, 64 per workgroup. No workgroup memory.
// Source: WebNN averagePool2d, l2Pool2d, maxPool2d, https://www.w3.org/TR/webnn/#api-mlgraphbuilder-pool2d
alias Element = f32;

// 0 max, 1 average, 2 L2: the order of POOLINGS in src/operators/nn_pool2d.ts.
const POOLING = 0u;
const CHANNELS = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const WINDOW_HEIGHT = 2u; const WINDOW_WIDTH = 2u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDED_BOTTOM = 8i; const PADDED_RIGHT = 8i;
const STRIDE_HEIGHT = 2u; const STRIDE_WIDTH = 2u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const COUNT_INCLUDE_PAD = false;
const OUTPUT_COUNT = 16u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> output: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: position.wgsl
struct Position { n: u32, c: u32, h: u32, w: u32 }
fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position { return Position(0u, 0u, 0u, index); }
// end

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
        switch (POOLING) {
          case 0u: { result = max(result, value); }
          case 1u: { result += value; }
          default: { result = fma(value, value, result); }
        }
      }
    }
  }
  switch (POOLING) {
    case 1u: { return result / max(count, 1.0); }
    case 2u: { return sqrt(result); }
    default: { return result; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  output[index] = Element(pool(positionOf(index, CHANNELS, OUT_HEIGHT, OUT_WIDTH)));
}
