// image_draw: draws a picture (one word of four 8-bit values per pixel) over a whole render target of any size and
// format. It interpolates bilinearly and is exact if the sizes agree. One triangle covers the target.
const WIDTH = 8u; const HEIGHT = 8u; const PITCH = 64u;
const TARGET_WIDTH = 8u; const TARGET_HEIGHT = 8u;
// Whether the target holds colors multiplied by alpha.
const IS_PREMULTIPLIED = false;

@group(0) @binding(0) var<storage, read> input: array<u32>;

@vertex
fn corner(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(f32(index & 1u) * 4.0 - 1.0, f32(index >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

fn load(column: i32, row: i32) -> vec4f {
  let x = u32(clamp(column, 0, i32(WIDTH) - 1));
  let y = u32(clamp(row, 0, i32(HEIGHT) - 1));
  return unpack4x8unorm(input[y * PITCH + x]);
}

@fragment
fn shade(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let size = vec2f(f32(WIDTH), f32(HEIGHT)) / vec2f(f32(TARGET_WIDTH), f32(TARGET_HEIGHT));
  let at = position.xy * size - 0.5;
  let first = vec2i(floor(at));
  let part = at - floor(at);
  let above = mix(load(first.x, first.y), load(first.x + 1, first.y), part.x);
  let below = mix(load(first.x, first.y + 1), load(first.x + 1, first.y + 1), part.x);
  let color = mix(above, below, part.y);
  return select(color, vec4f(color.rgb * color.a, color.a), IS_PREMULTIPLIED);
}
