// nn_pack_picture: converts a tensor of red, green and blue from 0 to RANGE, in either layout, to opaque pixels of four
// bytes in rows PITCH pixels apart. Values out of range are clamped. One pixel per invocation, 64 per workgroup.
const HEIGHT = 8u; const WIDTH = 8u; const PITCH = 64u;
const RANGE = 1.0f;
const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> pixels: array<u32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= HEIGHT * WIDTH) { return; }
  let at = vec2u(index % WIDTH, index / WIDTH);
  let first = at.y * INPUT_STRIDE_H + at.x * INPUT_STRIDE_W;
  let color = vec3f(input[first], input[first + INPUT_STRIDE_C], input[first + 2u * INPUT_STRIDE_C]);
  pixels[at.y * PITCH + at.x] = pack4x8unorm(vec4f(color / RANGE, 1.0));
}
