// A box blur in the manner of WebGPU's image blur samples: along the rows, then with rows and columns exchanged. 32
// invocations bring a tile of 128 × 4 pixels to workgroup memory, and each sums the windows of those pixels whose window
// lies within.
@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;

override RADIUS: i32 = 2;
override IS_TURNED: bool = false;

const TILE = 128i;
const LINES = 4i;
const PIXELS = 4i;

var<workgroup> tile: array<array<vec3f, TILE>, LINES>;

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) invocation: vec3u) {
  let size = vec2i(textureDimensions(source));
  let kept = TILE - 2 * RADIUS;
  let corner = vec2i(i32(workgroup.x) * kept - RADIUS, i32(workgroup.y) * LINES);
  for (var line = 0i; line < LINES; line++) {
    for (var pixel = 0i; pixel < PIXELS; pixel++) {
      let column = i32(invocation.x) * PIXELS + pixel;
      let along = corner + vec2i(column, line);
      let at = select(along, along.yx, IS_TURNED);
      tile[line][column] = textureLoad(source, clamp(at, vec2i(0), size - 1), 0).rgb;
    }
  }
  workgroupBarrier(); // the tile is whole
  for (var line = 0i; line < LINES; line++) {
    for (var pixel = 0i; pixel < PIXELS; pixel++) {
      let column = i32(invocation.x) * PIXELS + pixel;
      let along = corner + vec2i(column, line);
      let at = select(along, along.yx, IS_TURNED);
      if (column < RADIUS || column >= TILE - RADIUS || any(at >= size)) { continue; }
      var sum = vec3f();
      for (var tap = -RADIUS; tap <= RADIUS; tap++) {
        sum += tile[line][column + tap];
      }
      textureStore(result, at, vec4f(sum / f32(2 * RADIUS + 1), 1.0));
    }
  }
}
