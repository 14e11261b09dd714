// image_expand: enlarges a picture FACTOR times, mixing linearly between its pixels; the last part of a wide blur that is
// computed at low resolution. Pixel MARGIN of the input lies over pixel 0 of the output. One invocation produces one
// pixel, a workgroup 64.
// Source: P. Burt and E. Adelson, "The Laplacian pyramid as a compact image code" (1983): blurs by reduce and expand.
const IN_PITCH = 64u;
const IN_HALF = true;
const OUT_WIDTH = 8u;
const OUT_HEIGHT = 8u;
const OUT_PITCH = 64u;
const OUT_HALF = false;
const FACTOR = 2u;
const MARGIN = 12u;
const ORIGINAL_PITCH = 64u;
const ORIGINAL_HALF = false;
// Alpha: 0 opaque, 1 that of `original`, 2 as the colors.
const ALPHA = 0u;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read> original: array<u32>;
@group(0) @binding(2) var<storage, read_write> output: array<u32>;

fn load(index: u32) -> vec4f {
  if (IN_HALF) { return vec4f(unpack2x16float(input[2u * index]), unpack2x16float(input[2u * index + 1u])); }
  return unpack4x8unorm(input[index]);
}

fn store(index: u32, value: vec4f) {
  if (OUT_HALF) {
    output[2u * index] = pack2x16float(value.xy);
    output[2u * index + 1u] = pack2x16float(value.zw);
  } else {
    output[index] = pack4x8unorm(value);
  }
}

fn originalAlpha(index: u32) -> f32 {
  if (ORIGINAL_HALF) { return unpack2x16float(original[2u * index + 1u]).y; }
  return unpack4x8unorm(original[index]).a;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let group = FIRST_WORKGROUP + workgroup.x + WORKGROUPS_X * (workgroup.y + WORKGROUPS_Y * workgroup.z);
  let index = group * 64u + invocation;
  if (group >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
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
