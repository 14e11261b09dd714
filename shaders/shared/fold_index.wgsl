// fold_index: the index that a tap at `index` reads on an axis of `size` elements; -1 stands for the border's constant.
// Counterpart of src/problem/fold_index.ts. PADDING_MODE is the index in src/kernels/constants.ts.
// It has no branch once the mode is constant: kernels unroll it per column.
const PADDING_MODE = 0u;

fn foldOutside(index: i32, size: i32) -> i32 {
  switch (PADDING_MODE) {
    case 1u: { return clamp(index, 0, size - 1); }
    case 2u: { return ((index % size) + size) % size; }
    case 3u: {
      let period = 2 * size;
      let folded = ((index % period) + period) % period;
      return min(folded, period - 1 - folded);
    }
    case 4u: {
      let period = max(2 * size - 2, 1);
      let folded = ((index % period) + period) % period;
      return min(folded, period - folded);
    }
    default: { return -1; }
  }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}
