// nn_fold_border: the gradient of padding by a border mode: each pixel's own gradient plus those of the border pixels
// that copied it. Reads a padded picture and writes one without its border, in either layout. One output per
// invocation, 64 per workgroup. No workgroup memory.
// Source: the adjoint of numpy.pad's modes (see fold_index.wgsl).
alias Element = f32;

const CHANNELS = 1u;
const HEIGHT = 6u; const WIDTH = 6u;
const PAD_TOP = 1u;
const PAD_BOTTOM = 1u;
const PAD_LEFT = 1u;
const PAD_RIGHT = 1u;
const OUTPUT_COUNT = 36u;
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
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

// Index in the padded picture. Candidate 0 is the pixel itself; the others are the border's rows or columns.
fn candidate(which: u32, own: u32, before: u32, size: u32) -> u32 {
  if (which == 0u) { return own + before; }
  return select(size + which - 1u, which - 1u, which <= before);
}

fn copies(place: u32, own: u32, before: u32, size: u32) -> bool {
  return foldIndex(i32(place) - i32(before), i32(size)) == i32(own);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUTPUT_COUNT) { return; }
  let at = positionOf(index, CHANNELS, HEIGHT, WIDTH);
  let base = at.n * INPUT_STRIDE_N + at.c * INPUT_STRIDE_C;
  var sum = 0.0;
  for (var i = 0u; i < 1u + PAD_TOP + PAD_BOTTOM; i++) {
    let row = candidate(i, at.h, PAD_TOP, HEIGHT);
    if (!copies(row, at.h, PAD_TOP, HEIGHT)) { continue; }
    for (var j = 0u; j < 1u + PAD_LEFT + PAD_RIGHT; j++) {
      let column = candidate(j, at.w, PAD_LEFT, WIDTH);
      if (copies(column, at.w, PAD_LEFT, WIDTH)) {
        sum += f32(input[base + row * INPUT_STRIDE_H + column * INPUT_STRIDE_W]);
      }
    }
  }
  output[index] = Element(sum);
}
