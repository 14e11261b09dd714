// image_convert: converts stored colors to those that a chain computes with, or back (IS_BACK): linear light instead of
// sRGB (IS_LINEAR), colors multiplied by alpha (IS_PREMULTIPLIED). One pixel per invocation, 64 per workgroup.
// Source: IEC 61966-2-1 (sRGB), as in https://www.w3.org/TR/css-color-4/#color-conversion-code
const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const IS_BACK = false;
const IS_LINEAR = true;
const IS_PREMULTIPLIED = false;

// linked: pixels.wgsl
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

fn toLight(color: vec3f) -> vec3f {
  return select(pow((color + 0.055) / 1.055, vec3f(2.4)), color / 12.92, color <= vec3f(0.04045));
}

fn toStored(light: vec3f) -> vec3f {
  let color = clamp(light, vec3f(0.0), vec3f(1.0));
  return select(1.055 * pow(color, vec3f(1.0 / 2.4)) - 0.055, color * 12.92, color <= vec3f(0.0031308));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let at = vec2u(index % OUT_WIDTH, index / OUT_WIDTH);
  let value = load(at.y * IN_PITCH + at.x);
  var color = value.rgb;
  if (IS_BACK) {
    // a pixel with alpha 0 has no color; the bound keeps half floats from dividing by zero
    if (IS_PREMULTIPLIED) { color = select(vec3f(0.0), color / max(value.a, 1e-6), value.a > 0.0); }
    if (IS_LINEAR) { color = toStored(color); }
  } else {
    if (IS_LINEAR) { color = toLight(color); }
    if (IS_PREMULTIPLIED) { color *= value.a; }
  }
  store(at.y * OUT_PITCH + at.x, vec4f(color, value.a));
}
