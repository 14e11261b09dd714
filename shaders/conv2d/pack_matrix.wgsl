// pack_matrix: repacks a filter of any layout as the left factors of matmul_quads.wgsl and conv2d_gemm.wgsl, as
// float32. One vec4f per invocation.
// Order: [group][kh][kw][tile of TILE4 vectors][ic][channel of the tile].
// A group's output channels are padded to ROWS4 vectors with copies of the last, input channels to DEPTH with zeros.
alias Element = f32;

const FILTER_HEIGHT = 1u; const FILTER_WIDTH = 1u;
const GROUPS = 1u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const FLIP_FILTER = false;
const FILTER_SIZE = 1u;
const FILTER_STRIDE_O = 1u; const FILTER_STRIDE_I = 1u; const FILTER_STRIDE_H = 1u; const FILTER_STRIDE_W = 1u;
const DEPTH = 1u;
const ROWS4 = 4u; const TILE4 = 4u;
const PACKED_COUNT = GROUPS * FILTER_HEIGHT * FILTER_WIDTH * DEPTH * ROWS4;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f, PACKED_COUNT>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PACKED_COUNT) { return; }
  let ic = index / TILE4 % DEPTH;
  let tile = index / (TILE4 * DEPTH) % (ROWS4 / TILE4);
  let row4 = tile * TILE4 + index % TILE4;
  let tap = index / (ROWS4 * DEPTH);
  let kw = tap % FILTER_WIDTH;
  let kh = tap / FILTER_WIDTH % FILTER_HEIGHT;
  let group = tap / (FILTER_WIDTH * FILTER_HEIGHT);
  let at = ic * FILTER_STRIDE_I + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H +
    select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
  var weights = vec4f();
  for (var e = 0u; e < 4u && ic < GROUP_IN_CHANNELS; e++) {
    let oc = group * GROUP_OUT_CHANNELS + min(row4 * 4u + e, GROUP_OUT_CHANNELS - 1u);
    weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + at]);
  }
  packed[index] = weights;
}
