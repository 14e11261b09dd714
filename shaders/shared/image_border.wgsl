// image_border: where a tap at `index` of an axis of `size` pixels reads, or -1 for the border's constant. Same results as
// fold_index.wgsl, without its divisions where no tap lies further outside than the picture is wide (IS_NEAR).
// A pass links this module in place of its own `borderIndex`. BORDER_MODE counts as PADDING_MODE does.
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
    // one comparison: a short-circuit here is a branch a tap, and SwiftShader compiles those for minutes
    default: { return select(-1, index, u32(index) < u32(size)); }
  }
}
