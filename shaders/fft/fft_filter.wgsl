// fft_filter: depthwise filters as zero-padded squares of 4^DIGITS × 4^DIGITS elements, after the first pass of their
// transform. An element is two complex numbers, one per output channel; the filters are their real parts. An invocation
// transforms 4 · BUTTERFLIES_PER_INVOCATION elements. Source: see fft_pass.wgsl.
alias Element = f32;

const OUT_CHANNELS = 1u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const FLIP_FILTER = false;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const DIGITS = 4u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> spectrum: array<vec4f, (OUT_CHANNELS + 1u) / 2u * SQUARE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fft_four.wgsl
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> { return x; }
// end
// linked: fft_turn.wgsl
fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> { return x; }
// end

fn weightAt(oc: u32, kh: u32, kw: u32) -> f32 {
  if (oc >= OUT_CHANNELS || kh >= FILTER_HEIGHT || kw >= FILTER_WIDTH) { return 0.0; }
  let row = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER);
  let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER);
  return f32(filterWeights[oc * FILTER_STRIDE_O + row * FILTER_STRIDE_H + column * FILTER_STRIDE_W]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let oc = index / QUARTER * 2u;
    let kw = index % SIDE;
    let firstRow = (index % QUARTER) >> SIDE_LOG2;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) {
      let kh = firstRow + i * (SIDE / 4u);
      x[i] = vec4f(weightAt(oc, kh, kw), 0.0, weightAt(oc + 1u, kh, kw), 0.0);
    }
    x = rotated(fourier4(x), firstRow, DIGITS);
    for (var i = 0u; i < 4u; i++) { // unroll
      spectrum[index * 4u + i] = x[i];
    }
  }
}
