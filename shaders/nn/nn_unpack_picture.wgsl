// nn_unpack_picture: converts a texture's red, green and blue, times RANGE, to a tensor of either layout. One pixel per
// invocation, 64 per workgroup.
const HEIGHT = 8u; const WIDTH = 8u;
const RANGE = 1.0f;
const OUTPUT_STRIDE_C = 64u; const OUTPUT_STRIDE_H = 8u; const OUTPUT_STRIDE_W = 1u;

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= HEIGHT * WIDTH) { return; }
  let at = vec2u(index % WIDTH, index / WIDTH);
  let color = RANGE * textureLoad(picture, at, 0);
  let first = at.y * OUTPUT_STRIDE_H + at.x * OUTPUT_STRIDE_W;
  output[first] = color.r;
  output[first + OUTPUT_STRIDE_C] = color.g;
  output[first + 2u * OUTPUT_STRIDE_C] = color.b;
}
