// nn_unpack_picture: a texture's red, green and blue as a tensor of either layout, times RANGE. One invocation a pixel, 64 a
// workgroup, no workgroup memory.
const HEIGHT = 8u;
const WIDTH = 8u;
const RANGE = 1.0f;
const OUTPUT_STRIDE_C = 64u;
const OUTPUT_STRIDE_H = 8u;
const OUTPUT_STRIDE_W = 1u;
const GROUPS_X = 1u;
const GROUPS_Y = 1u;
const FIRST_GROUP = 0u;
const COUNT_GROUPS = 1u;

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let group = FIRST_GROUP + workgroup.x + GROUPS_X * (workgroup.y + GROUPS_Y * workgroup.z);
  let index = group * 64u + invocation;
  if (group >= COUNT_GROUPS || index >= HEIGHT * WIDTH) { return; }
  let at = vec2u(index % WIDTH, index / WIDTH);
  let colour = RANGE * textureLoad(picture, at, 0);
  let first = at.y * OUTPUT_STRIDE_H + at.x * OUTPUT_STRIDE_W;
  output[first] = colour.r;
  output[first + OUTPUT_STRIDE_C] = colour.g;
  output[first + 2u * OUTPUT_STRIDE_C] = colour.b;
}
