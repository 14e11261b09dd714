// The convolution pass of WebGPU tutorials: a texture to a storage texture, one pixel an invocation, every tap a load.
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;

override SIZE: i32 = 3;
override BIAS: f32 = 0.0;

fn reflected(index: i32, size: i32) -> i32 {
  let folded = abs(index);
  return select(folded, 2 * size - 2 - folded, folded >= size);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = vec2i(textureDimensions(source));
  let at = vec2i(id.xy);
  if (at.x >= size.x || at.y >= size.y) { return; }
  var sum = vec3f(BIAS);
  for (var row = 0; row < SIZE; row++) {
    for (var column = 0; column < SIZE; column++) {
      let tap = at + vec2i(column, row) - SIZE / 2;
      let pixel = textureLoad(source, vec2i(reflected(tap.x, size.x), reflected(tap.y, size.y)), 0);
      sum += pixel.rgb * weights[row * SIZE + column];
    }
  }
  textureStore(result, at, vec4f(sum, textureLoad(source, at, 0).a));
}
