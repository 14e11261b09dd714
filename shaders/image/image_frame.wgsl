// image_frame: converts an imported video frame to a picture of one word per pixel (four 8-bit values), without another
// copy. Every tap of a filter is then a plain load. One pixel per invocation, 64 per workgroup.
// Source: WebGPU, importing external textures, https://www.w3.org/TR/webgpu/#importing-external-textures
const WIDTH = 8u; const HEIGHT = 8u; const PITCH = 64u;

@group(0) @binding(0) var picture: texture_external;
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
  output[at.y * PITCH + at.x] = pack4x8unorm(textureLoad(picture, at));
}
