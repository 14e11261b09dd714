// pack_taps: repacks a depthwise filter of any layout for depthwise_rows.wgsl, as float32. One vec4f per invocation.
// Order: [channel][kh][chunk of columns][four taps]. Taps past a chunk or the filter's width are 0. Each channel ends
// in an additional row of zeros.
alias Element = f32;

const OUT_CHANNELS = 1u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const FLIP_FILTER = false;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const CHUNK_TEXELS = (CHUNK_KW + 3u) / 4u;
const ROW_TEXELS = CHUNK_COUNT * CHUNK_TEXELS;
const PACKED_COUNT = OUT_CHANNELS * (FILTER_HEIGHT + 1u) * ROW_TEXELS;

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
  let row = index / ROW_TEXELS;
  let kh = row % (FILTER_HEIGHT + 1u);
  let oc = row / (FILTER_HEIGHT + 1u);
  let firstInChunk = index % CHUNK_TEXELS * 4u;
  let first = index / CHUNK_TEXELS % CHUNK_COUNT * CHUNK_KW + firstInChunk;
  let rowAt = oc * FILTER_STRIDE_O + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  var taps = vec4f();
  for (var e = 0u; e < 4u; e++) {
    let kw = first + e;
    if (kh < FILTER_HEIGHT && kw < FILTER_WIDTH && firstInChunk + e < CHUNK_KW) {
      taps[e] = f32(filterWeights[rowAt + select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W]);
    }
  }
  packed[index] = taps;
}
