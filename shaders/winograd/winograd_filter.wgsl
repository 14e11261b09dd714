// winograd_filter: G g Gᵀ of the filter of every channel pair, from any filter layout to the left factor of
// matmul_quads.wgsl and conv2d_gemm.wgsl. One 3×3 filter per invocation. No workgroup memory.
// Order: [point][tile of TILE4 vectors][ic][channel of the tile] in float32. Output channels are padded to ROWS4
// vectors with copies of the last, input channels to DEPTH with zeros.
// Source: A. Lavin, S. Gray, https://arxiv.org/abs/1509.09308.
alias Element = f32;

const IN_CHANNELS = 1u; const OUT_CHANNELS = 1u;
const FLIP_FILTER = false;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const FILTER_SIDE = 6u;
const DEPTH = 1u;
const ROWS4 = 4u; const TILE4 = 4u;
const ROWS = ROWS4 * 4u;
const TILE = TILE4 * 4u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32, FILTER_SIDE * FILTER_SIDE * DEPTH * ROWS>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: winograd_points.wgsl
fn filterTransform(g: vec3f) -> array<f32, 9> { return array<f32, 9>(g.x, g.y, g.z, 0, 0, 0, 0, 0, 0); }
// end

fn tap(base: u32, kh: u32, kw: u32) -> f32 {
  let row = select(kh, 2u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  return f32(filterWeights[base + row + select(kw, 2u - kw, FLIP_FILTER) * FILTER_STRIDE_W]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= DEPTH * ROWS) { return; }
  let row = index % ROWS;
  let ic = index / ROWS;
  let base = min(row, OUT_CHANNELS - 1u) * FILTER_STRIDE_O + min(ic, IN_CHANNELS - 1u) * FILTER_STRIDE_I;
  let place = (row / TILE * DEPTH + ic) * TILE + row % TILE;
  var d: array<vec3f, FILTER_SIDE>; // registers
  // Neither loop is unrolled: loads and stores are most of the compiled code. Columns shift through d.
  for (var kw = 0u; kw < 3u; kw++) {
    let taps = vec3f(tap(base, 0u, kw), tap(base, 1u, kw), tap(base, 2u, kw));
    let t = filterTransform(select(vec3f(), taps, ic < IN_CHANNELS));
    for (var i = 0u; i < FILTER_SIDE; i++) { // unroll
      d[i] = vec3f(d[i].yz, t[i]);
    }
  }
  for (var i = 0u; i < FILTER_SIDE; i++) {
    let t = filterTransform(d[0]);
    for (var k = 1u; k < FILTER_SIDE; k++) { // unroll
      d[k - 1u] = d[k];
    }
    for (var j = 0u; j < FILTER_SIDE; j++) { // unroll
      transformed[place + (i * FILTER_SIDE + j) * (DEPTH * ROWS)] = t[j];
    }
  }
}
