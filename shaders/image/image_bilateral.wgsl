// image_bilateral: a blur whose weights fall with the distance in space and in color. One pixel per invocation, 64 per
// workgroup. The window is the disc of RADIUS. The distance of two colors is the sum over channels, in 255ths.
// Source: C. Tomasi and R. Manduchi, "Bilateral filtering for gray and color images" (1998); details as in OpenCV.
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const RADIUS = 2i;
const HAS_BORDER_VALUE = true;
const ALPHA = 0u;

// -1 / (2 σ²) of color and of space; the border's red, green, blue.
@group(0) @binding(2) var<storage, read> parameters: array<f32, 5>;

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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let at = vec2i(vec2u(index % OUT_WIDTH, index / OUT_WIDTH));
  let center = load(u32(at.y) * IN_PITCH + u32(at.x));
  let outside = vec3f(parameters[2], parameters[3], parameters[4]);
  var sum = vec4f();
  for (var dy = -RADIUS; dy <= RADIUS; dy++) {
    let row = borderIndex(at.y + dy, i32(IN_HEIGHT));
    for (var dx = -RADIUS; dx <= RADIUS; dx++) {
      let column = borderIndex(at.x + dx, i32(IN_WIDTH));
      var value = load(u32(max(row, 0)) * IN_PITCH + u32(max(column, 0))).rgb;
      if (HAS_BORDER_VALUE) { value = select(outside, value, min(row, column) >= 0); }
      let distance = dot(abs(value - center.rgb), vec3f(255.0));
      let square = dx * dx + dy * dy;
      let weight = exp(distance * distance * parameters[0] + f32(square) * parameters[1]);
      sum += vec4f(value, 1.0) * select(0.0, weight, square <= RADIUS * RADIUS);
    }
  }
  store(u32(at.y) * OUT_PITCH + u32(at.x), vec4f(sum.rgb / sum.a, select(center.a, 1.0, ALPHA == 0u)));
}
