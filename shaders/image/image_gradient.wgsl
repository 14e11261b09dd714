// image_gradient: slopes to the right and downwards in a 3×3 window, and pictures of them. One pixel per invocation, 64
// per workgroup. SIDE and MIDDLE smooth across the slope: 1 2 Sobel, 3 10 Scharr, 1 1 Prewitt.
// Source: I. Sobel, "An isotropic 3x3 image gradient operator" (1968); H. Scharr's thesis (2000) for 3 10 3.
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const SIDE = 1.0f;
const MIDDLE = 2.0f;
// 0 steepness per channel, 1 direction of the brightness as a hue, 2 edges painted over the picture.
const SHOWS = 0u;
const HAS_BORDER_VALUE = true;
// Alpha: 0 opaque, otherwise the input's.
const ALPHA = 0u;
const LUMA = vec3f(0.299, 0.587, 0.114);

// Scale; bias of red, green, blue; the paint's red, green, blue; the border's red, green, blue.
@group(0) @binding(2) var<storage, read> parameters: array<f32, 10>;

// linked: pixels.wgsl
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: image_border.wgsl
fn borderIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

fn three(at: u32) -> vec3f {
  return vec3f(parameters[at], parameters[at + 1u], parameters[at + 2u]);
}

fn color(row: i32, column: i32) -> vec3f {
  let value = load(u32(max(row, 0)) * IN_PITCH + u32(max(column, 0))).rgb;
  if (!HAS_BORDER_VALUE) { return value; }
  return select(three(7u), value, min(row, column) >= 0);
}

// Saturated color of a hue from 0 to 1.
fn hueColor(hue: f32) -> vec3f {
  return clamp(abs(fract(hue + vec3f(0.0, 2.0 / 3.0, 1.0 / 3.0)) * 6.0 - 3.0) - 1.0, vec3f(0.0), vec3f(1.0));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let at = vec2i(vec2u(index % OUT_WIDTH, index / OUT_WIDTH));
  let left = borderIndex(at.x - 1, i32(IN_WIDTH));
  let right = borderIndex(at.x + 1, i32(IN_WIDTH));
  let up = borderIndex(at.y - 1, i32(IN_HEIGHT));
  let down = borderIndex(at.y + 1, i32(IN_HEIGHT));
  let upLeft = color(up, left);
  let upRight = color(up, right);
  let downLeft = color(down, left);
  let downRight = color(down, right);
  let across = SIDE * (upRight - upLeft + downRight - downLeft) + MIDDLE * (color(at.y, right) - color(at.y, left));
  let along = SIDE * (downLeft - upLeft + downRight - upRight) + MIDDLE * (color(down, at.x) - color(up, at.x));
  let center = load(u32(at.y) * IN_PITCH + u32(at.x));
  let slope = vec2f(dot(across, LUMA), dot(along, LUMA));
  let steepness = min(length(slope) * parameters[0], 1.0);
  var value: vec3f;
  switch (SHOWS) {
    case 0u: { value = sqrt(across * across + along * along) * parameters[0]; }
    case 1u: { value = hueColor(atan2(slope.y, select(slope.x, 1e-9, slope.x == 0.0)) / 6.2831853) * steepness; }
    default: { value = mix(center.rgb, three(4u), steepness); }
  }
  store(u32(at.y) * OUT_PITCH + u32(at.x), vec4f(value + three(1u), select(center.a, 1.0, ALPHA == 0u)));
}
