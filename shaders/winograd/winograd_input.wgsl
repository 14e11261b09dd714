// winograd_input: Bᵀ d B of every tile of every channel, from either layout; the border is resolved on each read. No
// workgroup memory.
// Order: [point][column tile][ic][column] in float32. A column is a tile of the input; TILE columns make a column tile.
// PITCH includes unwritten columns past the last. Channels are padded to DEPTH with copies of the last.
// An invocation transforms one tile of one channel: the SIDE × SIDE inputs of OUT_TILE × OUT_TILE outputs, all a
// dilation apart. A dilation interleaves independent images; their tiles alternate.
// Source: A. Lavin, S. Gray, https://arxiv.org/abs/1509.09308.
alias Element = f32;

const BATCH = 1u; const IN_CHANNELS = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const HAS_BORDER = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const OUT_TILE = 4u;
const DEPTH = 1u; const PITCH = 4u;
const TILE = 4u;
const SIDE = (OUT_TILE - 1u) * STRIDE_HEIGHT + 3u;
const IMAGES_OH = min(DILATION_HEIGHT, OUT_HEIGHT);
const IMAGES_OW = min(DILATION_WIDTH, OUT_WIDTH);
const REACH_OH = OUT_TILE * DILATION_HEIGHT;
const REACH_OW = OUT_TILE * DILATION_WIDTH;
const TILES_OH = IMAGES_OH * ((OUT_HEIGHT + REACH_OH - 1u) / REACH_OH);
const TILES_OW = IMAGES_OW * ((OUT_WIDTH + REACH_OW - 1u) / REACH_OW);
const TILE_COUNT = BATCH * TILES_OH * TILES_OW;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read_write> transformed: array<f32, SIDE * SIDE * DEPTH * PITCH>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: winograd_points.wgsl
fn inputTransform(d: array<f32, 9>) -> array<f32, 9> { return d; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= DEPTH * TILE_COUNT) { return; }
  let tile = index % TILE_COUNT;
  let ic = index / TILE_COUNT;
  let n = tile / (TILES_OH * TILES_OW);
  let tileRow = tile / TILES_OW % TILES_OH;
  let tileColumn = tile % TILES_OW;
  let oh = tileRow / IMAGES_OH * REACH_OH + tileRow % IMAGES_OH;
  let ow = tileColumn / IMAGES_OW * REACH_OW + tileColumn % IMAGES_OW;
  let firstRow = i32(oh * STRIDE_HEIGHT) - PAD_TOP;
  let firstColumn = i32(ow * STRIDE_WIDTH) - PAD_LEFT;
  let plane = n * INPUT_STRIDE_N + min(ic, IN_CHANNELS - 1u) * INPUT_STRIDE_C;

  var columns: array<u32, SIDE>; // registers
  var isInside: array<bool, SIDE>; // registers
  var d: array<f32, SIDE * SIDE>; // registers
  for (var j = 0u; j < SIDE; j++) { // unroll
    let iw = foldIndex(firstColumn + i32(j * DILATION_WIDTH), i32(IN_WIDTH));
    columns[j] = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside[j] = !HAS_BORDER | (iw >= 0);
  }
  var line: array<f32, 9>;
  // Neither loop is unrolled: loads and stores are most of the compiled code. Rows shift up through d.
  for (var i = 0u; i < SIDE; i++) {
    for (var k = SIDE; k < SIDE * SIDE; k++) { // unroll
      d[k - SIDE] = d[k];
    }
    let ih = foldIndex(firstRow + i32(i * DILATION_HEIGHT), i32(IN_HEIGHT));
    let isRowInside = !HAS_BORDER | (ih >= 0);
    let row = u32(max(ih, 0)) * INPUT_STRIDE_H;
    for (var j = 0u; j < SIDE; j++) { // unroll
      line[j] = select(PADDING_VALUE, f32(input[row + columns[j]]), isRowInside & isInside[j]);
    }
    let t = inputTransform(line);
    for (var j = 0u; j < SIDE; j++) { // unroll
      d[SIDE * (SIDE - 1u) + j] = t[j];
    }
  }
  var at = (tile / TILE * DEPTH + ic) * TILE + tile % TILE;
  for (var j = 0u; j < SIDE; j++) {
    for (var i = 0u; i < SIDE; i++) { // unroll
      var value = d[i * SIDE];
      for (var k = 1u; k < SIDE; k++) { // unroll
        value = select(value, d[i * SIDE + k], j == k);
      }
      line[i] = value;
    }
    let t = inputTransform(line);
    for (var i = 0u; i < SIDE; i++) { // unroll
      transformed[at + i * (SIDE * DEPTH * PITCH)] = t[i];
    }
    at += DEPTH * PITCH;
  }
}
