// image_planes: converts a coded video frame (8-bit brightness, color differences at half size) to a picture of one
// word per pixel (four 8-bit values). An invocation writes 4 × 2 pixels from two words of brightness and the 4 × 3
// color differences around them; 64 invocations per workgroup. A color difference belongs to the center of its 2 × 2
// pixels; values between are interpolated, as in browsers.
// Source: ITU-R BT.601-7, BT.709-6 (https://www.itu.int/rec/R-REC-BT.709) for the matrices.
const WIDTH = 8u; const HEIGHT = 8u; const PITCH = 64u;
// Bytes per row of brightness, a multiple of 8.
const STRIDE = 8u;
// Whether the two color differences have planes of their own (I420) or alternate (NV12).
const IS_PLANAR = false;
const BLACK = 0.0f;
const CONTRAST = 1.0f;
const RED_FROM_CR = 1.5748f;
const GREEN_FROM_CB = -0.1873f;
const GREEN_FROM_CR = -0.4681f;
const BLUE_FROM_CB = 1.8556f;

const BLOCKS_X = (WIDTH + 3u) / 4u;
const BLOCKS_Y = (HEIGHT + 1u) / 2u;
const COLORS_X = (WIDTH + 1u) / 2u;
const ROW_WORDS = STRIDE / 4u;
const COLORS = ROW_WORDS * HEIGHT;
const PLANE_WORDS = ROW_WORDS / 2u * BLOCKS_Y;

@group(0) @binding(0) var<storage, read> planes: array<u32, COLORS + ROW_WORDS * BLOCKS_Y>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

fn byteOf(word: u32, at: u32) -> f32 { return f32((word >> (8u * at)) & 255u) / 255.0; }

// Cb and Cr of one 2 × 2 block.
fn colorOf(x: u32, y: u32) -> vec2f {
  if (IS_PLANAR) {
    let at = COLORS + y * (ROW_WORDS / 2u) + x / 4u;
    return vec2f(byteOf(planes[at], x % 4u), byteOf(planes[at + PLANE_WORDS], x % 4u));
  }
  return unpack4x8unorm(planes[COLORS + y * ROW_WORDS + x / 2u] >> (16u * (x % 2u))).xy;
}

// Weights 3/4 and 1/4.
fn between(near: vec2f, far: vec2f) -> vec2f { return mix(near, far, 0.25); }

fn pixel(brightness: f32, tint: vec3f) -> u32 {
  return pack4x8unorm(vec4f((brightness - BLACK) * CONTRAST + tint, 1.0));
}

fn tintOf(colors: vec2f) -> vec3f {
  let c = colors - 128.0 / 255.0;
  return vec3f(RED_FROM_CR * c.y, GREEN_FROM_CB * c.x + GREEN_FROM_CR * c.y, BLUE_FROM_CB * c.x);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= BLOCKS_X * BLOCKS_Y) { return; }
  let x = index % BLOCKS_X;
  let y = index / BLOCKS_X;
  for (var row = 2u * y; row < min(2u * y + 2u, HEIGHT); row++) {
    // the row of color differences next to this pixel's own
    let other = min(max(y + row % 2u * 2u, 1u) - 1u, BLOCKS_Y - 1u);
    var colors: array<vec2f, 4>; // registers
    for (var i = 0u; i < 4u; i++) { // unroll
      let column = min(max(2u * x + i, 1u) - 1u, COLORS_X - 1u);
      colors[i] = between(colorOf(column, y), colorOf(column, other));
    }
    let brightness = unpack4x8unorm(planes[row * ROW_WORDS + x]);
    // rows have room for whole blocks: PITCH is a multiple of 4
    let at = row * PITCH + 4u * x;
    output[at] = pixel(brightness.x, tintOf(between(colors[1], colors[0])));
    output[at + 1u] = pixel(brightness.y, tintOf(between(colors[1], colors[2])));
    output[at + 2u] = pixel(brightness.z, tintOf(between(colors[2], colors[1])));
    output[at + 3u] = pixel(brightness.w, tintOf(between(colors[2], colors[3])));
  }
}
