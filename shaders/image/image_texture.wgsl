// image_texture: a texture of any float or normalized format as a picture of one word a pixel (four 8-bit values).
// One invocation writes one pixel, a workgroup 64.
const WIDTH = 8u;
const HEIGHT = 8u;
const PITCH = 64u;
// Where in the texture the picture starts.
const LEFT = 0u;
const TOP = 0u;

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= WIDTH * HEIGHT) { return; }
  let at = vec2u(index % WIDTH, index / WIDTH);
  output[at.y * PITCH + at.x] = pack4x8unorm(textureLoad(picture, at + vec2u(LEFT, TOP), 0));
}
