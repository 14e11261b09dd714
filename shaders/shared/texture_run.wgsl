// texture_run: the center of texel `texel` of run `run`, in texels. A texture row holds `1 << runsLog2` runs of
// `texels` texels each, see src/kernels/texture_runs.ts. Converts from signed integers: CPU adapters convert unsigned
// ones slowly.
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f {
  let column = (run & ((1u << runsLog2) - 1u)) * texels + texel;
  return vec2f(vec2i(vec2u(column, run >> runsLog2))) + 0.5;
}
