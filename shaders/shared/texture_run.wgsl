// texture_run: where a texel of a run lies in a texture of runs from end to end, `1 << runsLog2` of `texels` each a row, in
// texels. From signed numbers, as CPU adapters convert unsigned ones slowly. The layout: src/kernels/texture_runs.ts.
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f {
  let column = (run & ((1u << runsLog2) - 1u)) * texels + texel;
  return vec2f(vec2i(vec2u(column, run >> runsLog2))) + 0.5;
}
