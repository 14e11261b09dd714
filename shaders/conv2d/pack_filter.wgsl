// pack_filter: repacks a filter of any layout for conv2d_rows.wgsl, as float32. One vec4f per invocation.
// Order: [group][tile of 4 channels][chunk of columns][ic][kh][kw within the chunk][channel of the tile].
// Taps past the filter's width are 0. Channels past the group's last repeat it.
alias Element = f32;

const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 1u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const FLIP_FILTER = false;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const TILES_OC = (GROUP_OUT_CHANNELS + 3u) / 4u;
const PACKED_COUNT = GROUPS * TILES_OC * CHUNK_COUNT * GROUP_IN_CHANNELS * FILTER_HEIGHT * CHUNK_KW;

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
  let row = index / CHUNK_KW;
  let plane = row / FILTER_HEIGHT;
  let chunk = plane / GROUP_IN_CHANNELS;
  let channelTile = chunk / CHUNK_COUNT;
  let ic = plane % GROUP_IN_CHANNELS;
  let kh = row % FILTER_HEIGHT;
  let kw = chunk % CHUNK_COUNT * CHUNK_KW + index % CHUNK_KW;
  let first = channelTile % TILES_OC * 4u;
  var weights = vec4f();
  if (kw < FILTER_WIDTH) {
    let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
    let at = ic * FILTER_STRIDE_I + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H + column;
    for (var e = 0u; e < 4u; e++) {
      let oc = channelTile / TILES_OC * GROUP_OUT_CHANNELS + min(first + e, GROUP_OUT_CHANNELS - 1u);
      weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + at]);
    }
  }
  packed[index] = weights;
}
