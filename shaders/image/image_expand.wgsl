// image_expand: enlarges a picture FACTOR times by bilinear interpolation: the last part of a wide blur at low
// resolution. Pixel MARGIN of the input lies over pixel 0 of the output. One pixel per invocation, 64 per workgroup.
// Source: P. Burt and E. Adelson, "The Laplacian pyramid as a compact image code" (1983): blurs by reduce and expand.
const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const FACTOR = 2u;
const MARGIN = 12u;
const ORIGINAL_PITCH = 64u;
const ORIGINAL_HALF = false;
// Alpha: 0 opaque, 1 that of `original`, 2 filtered like the colors.
const ALPHA = 0u;

@group(0) @binding(2) var<storage, read> original: array<u32>;

// linked: pixels.wgsl
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

fn originalAlpha(index: u32) -> f32 {
  if (ORIGINAL_HALF) { return unpack2x16float(original[2u * index + 1u]).y; }
  return unpack4x8unorm(original[index]).a;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let at = vec2u(index % OUT_WIDTH, index / OUT_WIDTH);
  let part = vec2f(at % FACTOR) / f32(FACTOR);
  let corner = (at.y / FACTOR + MARGIN) * IN_PITCH + at.x / FACTOR + MARGIN;
  let above = mix(load(corner), load(corner + 1u), part.x);
  let below = mix(load(corner + IN_PITCH), load(corner + IN_PITCH + 1u), part.x);
  var value = mix(above, below, part.y);
  if (ALPHA == 0u) { value.a = 1.0; }
  if (ALPHA == 1u) { value.a = originalAlpha(at.y * ORIGINAL_PITCH + at.x); }
  store(at.y * OUT_PITCH + at.x, value);
}
