// image_texture: converts a texture of any float or normalized format to a picture of one word per pixel (four 8-bit
// values). One pixel per invocation, 64 per workgroup.
const WIDTH = 8u; const HEIGHT = 8u; const PITCH = 64u;
// The picture's first texel.
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
