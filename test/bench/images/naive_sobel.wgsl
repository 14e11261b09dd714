// Steepness as tutorials compute it: eight neighbors of a pixel, loaded one by one.
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;

override SCALE: f32 = 1.0;

fn near(at: vec2i, x: i32, y: i32) -> vec3f {
  let last = vec2i(textureDimensions(source)) - 1;
  return textureLoad(source, clamp(at + vec2i(x, y), vec2i(0), last), 0).rgb;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let at = vec2i(id.xy);
  if (any(id.xy >= textureDimensions(source))) { return; }
  let across = near(at, 1, -1) + 2.0 * near(at, 1, 0) + near(at, 1, 1)
    - near(at, -1, -1) - 2.0 * near(at, -1, 0) - near(at, -1, 1);
  let along = near(at, -1, 1) + 2.0 * near(at, 0, 1) + near(at, 1, 1)
    - near(at, -1, -1) - 2.0 * near(at, 0, -1) - near(at, 1, -1);
  textureStore(result, at, vec4f(sqrt(across * across + along * along) * SCALE, 1.0));
}
