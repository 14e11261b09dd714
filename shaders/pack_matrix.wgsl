// pack_matrix: the filter of a 1×1 convolution as the left factor of matmul_quads.wgsl, [ic][channels], float32,
// channels padded with copies of the last to ROWS4 vectors. One invocation writes one vec4f.
alias Element = f32;

const IN_CHANNELS = 1u;
const OUT_CHANNELS = 1u;
const FILTER_STRIDE_O = 1u;
const FILTER_STRIDE_I = 1u;
const ROWS4 = 4u;
const GROUPS_X = 1u;
const GROUPS_Y = 1u;
const FIRST_GROUP = 0u;
const COUNT_GROUPS = 1u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let workgroupIndex = FIRST_GROUP + workgroup.x + GROUPS_X * (workgroup.y + GROUPS_Y * workgroup.z);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= COUNT_GROUPS || index >= IN_CHANNELS * ROWS4) { return; }
  let ic = index / ROWS4;
  var weights = vec4f();
  for (var e = 0u; e < 4u; e++) {
    let oc = min(index % ROWS4 * 4u + e, OUT_CHANNELS - 1u);
    weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + ic * FILTER_STRIDE_I]);
  }
  packed[index] = weights;
}
