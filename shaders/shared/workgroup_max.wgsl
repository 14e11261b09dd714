// workgroup_max: the maximum of one value per invocation, returned to all 64 invocations. Every invocation of the
// workgroup must call it. Linked in place of the stub `workgroupMax`. Workgroup bytes: 256.
// Source: tree reduction, as in M. Harris, "Optimizing Parallel Reduction in CUDA".
var<workgroup> partialMaxima: array<f32, 64>;

fn workgroupMax(value: f32, invocation: u32) -> f32 {
  workgroupBarrier(); // an earlier call has read its result before this one overwrites it
  partialMaxima[invocation] = value;
  workgroupBarrier(); // every value is written before the first halving
  for (var half = 32u; half > 0u; half /= 2u) {
    if (invocation < half) { partialMaxima[invocation] = max(partialMaxima[invocation], partialMaxima[invocation + half]); }
    workgroupBarrier(); // each halving ends before the next
  }
  return partialMaxima[0];
}
