// winograd_input: Bᵀ d B of every tile of every channel, from either layout, the border folded in place, to
// [point][ic][tile] in float32, tiles padded to PITCH. One invocation transforms one tile of one channel; tiles
// overlap by two rows and columns and step by OUT_TILE outputs. No workgroup memory.
// Source: A. Lavin, S. Gray, https://arxiv.org/abs/1509.09308.
alias Element = f32;

const BATCH = 1u;
const IN_CHANNELS = 1u;
const IN_HEIGHT = 8u;
const IN_WIDTH = 8u;
const OUT_HEIGHT = 6u;
const OUT_WIDTH = 6u;
const PAD_TOP = 0i;
const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const HAS_BORDER = false;
const INPUT_STRIDE_N = 64u;
const INPUT_STRIDE_C = 64u;
const INPUT_STRIDE_H = 8u;
const INPUT_STRIDE_W = 1u;
const OUT_TILE = 4u;
const PITCH = 4u;
const WORKGROUP_SIZE = 16u;
const GROUPS_X = 1u;
const GROUPS_Y = 1u;
const FIRST_GROUP = 0u;
const COUNT_GROUPS = 1u;
const SIDE = OUT_TILE + 2u;
const TILES_OW = (OUT_WIDTH + OUT_TILE - 1u) / OUT_TILE;
const TILES_OH = (OUT_HEIGHT + OUT_TILE - 1u) / OUT_TILE;
const COUNT_TILES = BATCH * TILES_OH * TILES_OW;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32>;

fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); } // linked: fold_index.wgsl
fn inputTransform(d: array<f32, 6>) -> array<f32, 6> { return d; } // linked: winograd_points.wgsl

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let workgroupIndex = FIRST_GROUP + workgroup.x + GROUPS_X * (workgroup.y + GROUPS_Y * workgroup.z);
  let index = workgroupIndex * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= COUNT_GROUPS || index >= IN_CHANNELS * COUNT_TILES) { return; }
  let tile = index % COUNT_TILES;
  let ic = index / COUNT_TILES;
  let n = tile / (TILES_OH * TILES_OW);
  let firstRow = i32(tile / TILES_OW % TILES_OH * OUT_TILE) - PAD_TOP;
  let firstColumn = i32(tile % TILES_OW * OUT_TILE) - PAD_LEFT;
  let plane = n * INPUT_STRIDE_N + ic * INPUT_STRIDE_C;

  var columns: array<u32, SIDE>; // registers
  var isInside: array<bool, SIDE>; // registers
  var d: array<f32, 36>; // registers
  for (var j = 0u; j < SIDE; j++) { // unroll
    let iw = foldIndex(firstColumn + i32(j), i32(IN_WIDTH));
    columns[j] = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside[j] = !HAS_BORDER | (iw >= 0);
  }
  for (var i = 0u; i < SIDE; i++) { // unroll
    let ih = foldIndex(firstRow + i32(i), i32(IN_HEIGHT));
    let isRowInside = !HAS_BORDER | (ih >= 0);
    let row = u32(max(ih, 0)) * INPUT_STRIDE_H;
    for (var j = 0u; j < SIDE; j++) { // unroll
      d[i * 6u + j] = select(PADDING_VALUE, f32(input[row + columns[j]]), isRowInside & isInside[j]);
    }
    let t = inputTransform(array<f32, 6>(
      d[i * 6u], d[i * 6u + 1u], d[i * 6u + 2u], d[i * 6u + 3u], d[i * 6u + 4u], d[i * 6u + 5u],
    ));
    for (var j = 0u; j < SIDE; j++) { // unroll
      d[i * 6u + j] = t[j];
    }
  }
  let at = ic * PITCH + tile;
  for (var j = 0u; j < SIDE; j++) { // unroll
    let t = inputTransform(array<f32, 6>(d[j], d[6u + j], d[12u + j], d[18u + j], d[24u + j], d[30u + j]));
    for (var i = 0u; i < SIDE; i++) { // unroll
      transformed[at + (i * SIDE + j) * (IN_CHANNELS * PITCH)] = t[i];
    }
  }
}
