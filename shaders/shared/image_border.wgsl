// image_border: the index that a tap at `index` reads on an axis of `size` pixels; -1 stands for the border's constant.
// Linked in place of the stub `borderIndex`. BORDER_MODE has the values of PADDING_MODE.
// IS_NEAR promises that no tap lies further outside than the picture is wide. It saves the divisions of
// fold_index.wgsl.
const BORDER_MODE = 0u;
const IS_NEAR = true;

// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

fn borderIndex(index: i32, size: i32) -> i32 {
  if (!IS_NEAR) { return foldIndex(index, size); }
  switch (BORDER_MODE) {
    case 1u: { return clamp(index, 0, size - 1); }
    case 2u: {
      let wrapped = select(index, index + size, index < 0);
      return select(wrapped, wrapped - size, wrapped >= size);
    }
    case 3u: {
      let mirrored = select(index, -1 - index, index < 0);
      return min(mirrored, 2 * size - 1 - mirrored);
    }
    case 4u: {
      let mirrored = abs(index);
      return min(mirrored, 2 * size - 2 - mirrored);
    }
    // one comparison: short-circuit evaluation is a branch per tap, and SwiftShader takes minutes to compile those
    default: { return select(-1, index, u32(index) < u32(size)); }
  }
}
