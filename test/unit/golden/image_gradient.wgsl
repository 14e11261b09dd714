// image_gradient
const IN_WIDTH = 20u; const IN_HEIGHT = 20u; const IN_PITCH = 64u;
const OUT_WIDTH = 20u; const OUT_HEIGHT = 20u; const OUT_PITCH = 64u;
const SIDE = 1f;
const MIDDLE = 2f;
const SHOWS = 0u;
const HAS_BORDER_VALUE = false;
const ALPHA = 0u;
const LUMA = vec3f(0.299, 0.587, 0.114);
@group(0) @binding(2) var<storage, read> parameters: array<f32, 10>;
const IN_HALF = false;
const OUT_HALF = false;

@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

fn load(index: u32) -> vec4f {
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
const WORKGROUPS_X = 7u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 7u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const BORDER_MODE = 4u;
const IS_NEAR = true;
const PADDING_MODE = 4u;

fn foldOutside(index: i32, size: i32) -> i32 {
{
      let period = max(2 * size - 2, 1);
      let folded = ((index % period) + period) % period;
      return min(folded, period - folded);
    }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}


fn borderIndex(index: i32, size: i32) -> i32 {
  if (!IS_NEAR) { return foldIndex(index, size); }
{
      let mirrored = abs(index);
      return min(mirrored, 2 * size - 2 - mirrored);
    }
}


fn three(at: u32) -> vec3f {
  return vec3f(parameters[at], parameters[at + 1u], parameters[at + 2u]);
}

fn color(row: i32, column: i32) -> vec3f {
  let value = load(u32(max(row, 0)) * IN_PITCH + u32(max(column, 0))).rgb;
  if (!HAS_BORDER_VALUE) { return value; }
  return select(three(7u), value, min(row, column) >= 0);
}
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
{ value = sqrt(across * across + along * along) * parameters[0]; }
  store(u32(at.y) * OUT_PITCH + u32(at.x), vec4f(value + three(1u), select(center.a, 1.0, ALPHA == 0u)));
}
