// The largest of one value from each of a workgroup's 64 invocations, given to all of them; every invocation must call it.
// A kernel links this module in place of its own `workgroupMax`.
// Workgroup bytes: 256. Source: tree reduction, as in M. Harris, "Optimizing Parallel Reduction in CUDA".
var<workgroup> partialMaxima: array<f32, 64>;

fn workgroupMax(value: f32, invocation: u32) -> f32 {
  workgroupBarrier(); // what an earlier call read before it is overwritten
  partialMaxima[invocation] = value;
  workgroupBarrier(); // every value before the first halving
  for (var half = 32u; half > 0u; half /= 2u) {
    if (invocation < half) { partialMaxima[invocation] = max(partialMaxima[invocation], partialMaxima[invocation + half]); }
    workgroupBarrier(); // one halving before the next
  }
  return partialMaxima[0];
}
