// The sum of one value from each of a workgroup's 64 invocations, given to all of them; every invocation must call it.
// Halves are added pairwise, so the rounding error grows with log2(64). A kernel links this module in place of its own
// `workgroupSum`. Workgroup bytes: 256. Source: tree reduction, as in M. Harris, "Optimizing Parallel Reduction in CUDA".
var<workgroup> partialSums: array<f32, 64>;

fn workgroupSum(value: f32, invocation: u32) -> f32 {
  workgroupBarrier(); // what an earlier call read before it is overwritten
  partialSums[invocation] = value;
  workgroupBarrier(); // every value before the first halving
  for (var half = 32u; half > 0u; half /= 2u) {
    if (invocation < half) { partialSums[invocation] += partialSums[invocation + half]; }
    workgroupBarrier(); // one halving before the next
  }
  return partialSums[0];
}
