// winograd_output: Aᵀ m A of every tile of every channel, from [point][oc][tile] in float32 to either layout, with
// bias, residual and activation. An invocation computes OUT_TILE × OUT_TILE outputs of one channel, a dilation apart.
// No workgroup memory.
// Source: A. Lavin, S. Gray, https://arxiv.org/abs/1509.09308.
alias Element = f32;

const BATCH = 1u; const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const OUTPUT_SIZE = 36u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const STRIDE_HEIGHT = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const OUT_TILE = 4u;
const PITCH = 4u;
const SIDE = (OUT_TILE - 1u) * STRIDE_HEIGHT + 3u;
const IMAGES_OH = min(DILATION_HEIGHT, OUT_HEIGHT);
const IMAGES_OW = min(DILATION_WIDTH, OUT_WIDTH);
const REACH_OH = OUT_TILE * DILATION_HEIGHT;
const REACH_OW = OUT_TILE * DILATION_WIDTH;
const TILES_OH = IMAGES_OH * ((OUT_HEIGHT + REACH_OH - 1u) / REACH_OH);
const TILES_OW = IMAGES_OW * ((OUT_WIDTH + REACH_OW - 1u) / REACH_OW);
const TILE_COUNT = BATCH * TILES_OH * TILES_OW;
const IS_EVEN = OUT_HEIGHT % REACH_OH + OUT_WIDTH % REACH_OW == 0u;

@group(0) @binding(0) var<storage, read> products: array<f32, SIDE * SIDE * OUT_CHANNELS * PITCH>;
@group(0) @binding(1) var<storage, read> bias: array<Element>;
@group(0) @binding(2) var<storage, read> residual: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: winograd_points.wgsl
fn outputTransform(m: array<f32, 9>) -> vec4f { return vec4f(m[0], m[1], m[2], m[3]); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_CHANNELS * TILE_COUNT) { return; }
  let tile = index % TILE_COUNT;
  let oc = index / TILE_COUNT;
  let n = tile / (TILES_OH * TILES_OW);
  let tileRow = tile / TILES_OW % TILES_OH;
  let tileColumn = tile % TILES_OW;
  let oh = tileRow / IMAGES_OH * REACH_OH + tileRow % IMAGES_OH;
  let ow = tileColumn / IMAGES_OW * REACH_OW + tileColumn % IMAGES_OW;

  var m: array<vec4f, SIDE>; // registers
  var line: array<f32, 9>;
  // Neither loop is unrolled: loads and stores are most of the compiled code. Rows shift up through m.
  var at = oc * PITCH + tile;
  for (var i = 0u; i < SIDE; i++) {
    for (var k = 1u; k < SIDE; k++) { // unroll
      m[k - 1u] = m[k];
    }
    for (var j = 0u; j < SIDE; j++) { // unroll
      line[j] = products[at + j * (OUT_CHANNELS * PITCH)];
    }
    m[SIDE - 1u] = outputTransform(line);
    at += SIDE * OUT_CHANNELS * PITCH;
  }
  var channelBias = 0.0;
  if (HAS_BIAS) { channelBias = f32(bias[oc]); }
  let outputAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  for (var j = 0u; j < OUT_TILE; j++) {
    for (var i = 0u; i < SIDE; i++) { // unroll
      line[i] = m[i][j];
    }
    let t = outputTransform(line);
    for (var i = 0u; i < OUT_TILE; i++) { // unroll
      if (IS_EVEN || (oh + i * DILATION_HEIGHT < OUT_HEIGHT && ow + j * DILATION_WIDTH < OUT_WIDTH)) {
        let place = outputAt + i * (DILATION_HEIGHT * OUTPUT_STRIDE_H) + j * (DILATION_WIDTH * OUTPUT_STRIDE_W);
        var value = t[i] + channelBias;
        if (HAS_RESIDUAL) { value += f32(residual[place]); }
        output[place] = Element(activate(value));
      }
    }
  }
}
