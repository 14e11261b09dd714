// A bilateral filter by its formula: every pixel of the disc, weighted by distance in space and in color.
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;

override RADIUS: i32 = 4;
override SIGMA_COLOR: f32 = 60.0;
override SIGMA_SPACE: f32 = 3.0;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let last = vec2i(textureDimensions(source)) - 1;
  let at = vec2i(id.xy);
  if (any(at > last)) { return; }
  let center = textureLoad(source, at, 0);
  var sum = vec4f();
  for (var y = -RADIUS; y <= RADIUS; y++) {
    for (var x = -RADIUS; x <= RADIUS; x++) {
      let square = f32(x * x + y * y);
      if (square > f32(RADIUS * RADIUS)) { continue; }
      let pixel = textureLoad(source, clamp(at + vec2i(x, y), vec2i(0), last), 0).rgb;
      let distance = 255.0 * dot(abs(pixel - center.rgb), vec3f(1.0));
      let weight = exp(-distance * distance / (2.0 * SIGMA_COLOR * SIGMA_COLOR)
        - square / (2.0 * SIGMA_SPACE * SIGMA_SPACE));
      sum += vec4f(pixel * weight, weight);
    }
  }
  textureStore(result, at, vec4f(sum.rgb / sum.a, center.a));
}
