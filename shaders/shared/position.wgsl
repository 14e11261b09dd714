// position: coordinates of element `index` of a dense tensor, [n, c, h, w] or [n, h, w, c] (IS_NHWC). Linked in place
// of the stubs `Position` and `positionOf`.
const IS_NHWC = false;

struct Position {
  n: u32,
  c: u32,
  h: u32,
  w: u32,
}

fn positionOf(index: u32, channels: u32, height: u32, width: u32) -> Position {
  if (IS_NHWC) {
    let pixel = index / channels;
    let row = pixel / width;
    return Position(row / height, index % channels, row % height, pixel % width);
  }
  let row = index / width;
  let map = row / height;
  return Position(map / channels, map % channels, row % height, index % width);
}
