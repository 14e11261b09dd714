// image_reduce: shrinks a picture of one word per pixel (four 8-bit values). Each pixel is the mean of the area that it
// covers in the input. Colors are weighted by alpha, so transparent pixels do not bleed. One pixel per invocation, 64
// per workgroup.
const IN_WIDTH = 8u; const IN_HEIGHT = 8u; const IN_PITCH = 64u;
const OUT_WIDTH = 6u; const OUT_HEIGHT = 6u; const OUT_PITCH = 64u;

@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let at = vec2u(index % OUT_WIDTH, index / OUT_WIDTH);
  // in integers: an input pixel is OUT_WIDTH × OUT_HEIGHT units, an output pixel IN_WIDTH × IN_HEIGHT
  let begin = at * vec2u(IN_WIDTH, IN_HEIGHT);
  let end = begin + vec2u(IN_WIDTH, IN_HEIGHT);
  let first = begin / vec2u(OUT_WIDTH, OUT_HEIGHT);
  let last = (end - 1u) / vec2u(OUT_WIDTH, OUT_HEIGHT);
  var color = vec3f(0.0);
  var alpha = 0.0;
  for (var row = first.y; row <= last.y; row++) {
    let rows = min(end.y, (row + 1u) * OUT_HEIGHT) - max(begin.y, row * OUT_HEIGHT);
    for (var column = first.x; column <= last.x; column++) {
      let columns = min(end.x, (column + 1u) * OUT_WIDTH) - max(begin.x, column * OUT_WIDTH);
      let value = unpack4x8unorm(input[row * IN_PITCH + column]);
      let weight = f32(rows) * f32(columns) * value.a;
      color += weight * value.rgb;
      alpha += weight;
    }
  }
  let area = f32(IN_WIDTH) * f32(IN_HEIGHT);
  output[at.y * OUT_PITCH + at.x] = pack4x8unorm(vec4f(color / max(alpha, 1e-6), alpha / area));
}
