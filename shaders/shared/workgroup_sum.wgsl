// workgroup_sum: the sum of one value per invocation, returned to all 64 invocations. Every invocation of the workgroup
// must call it. Linked in place of the stub `workgroupSum`. Workgroup bytes: 256.
// Halves are added pairwise, so the rounding error grows with log2(64).
// Source: tree reduction, as in M. Harris, "Optimizing Parallel Reduction in CUDA".
var<workgroup> partialSums: array<f32, 64>;

fn workgroupSum(value: f32, invocation: u32) -> f32 {
  workgroupBarrier(); // an earlier call has read its result before this one overwrites it
  partialSums[invocation] = value;
  workgroupBarrier(); // every value is written before the first halving
  for (var half = 32u; half > 0u; half /= 2u) {
    if (invocation < half) { partialSums[invocation] += partialSums[invocation + half]; }
    workgroupBarrier(); // each halving ends before the next
  }
  return partialSums[0];
}
