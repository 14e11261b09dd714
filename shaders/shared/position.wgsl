// The coordinates of a place in a dense tensor of four axes, in the order of its layout. A kernel links this module
// in place of its own `positionOf` and `Position`.
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
