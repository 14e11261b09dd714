// pack_taps
alias Element = f32;

const OUT_CHANNELS = 2u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const FLIP_FILTER = false;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const CHUNK_TEXELS = (CHUNK_KW + 3u) / 4u;
const ROW_TEXELS = CHUNK_COUNT * CHUNK_TEXELS;
const PACKED_COUNT = OUT_CHANNELS * (FILTER_HEIGHT + 1u) * ROW_TEXELS;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f, PACKED_COUNT>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= PACKED_COUNT) { return; }
  let row = index / ROW_TEXELS;
  let kh = row % (FILTER_HEIGHT + 1u);
  let oc = row / (FILTER_HEIGHT + 1u);
  let firstInChunk = index % CHUNK_TEXELS * 4u;
  let first = index / CHUNK_TEXELS % CHUNK_COUNT * CHUNK_KW + firstInChunk;
  let rowAt = oc * FILTER_STRIDE_O + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  var taps = vec4f();
  for (var e = 0u; e < 4u; e++) {
    let kw = first + e;
    if (kh < FILTER_HEIGHT && kw < FILTER_WIDTH && firstInChunk + e < CHUNK_KW) {
      taps[e] = f32(filterWeights[rowAt + select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W]);
    }
  }
  packed[index] = taps;
}

// depthwise_rows
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_CHANNELS = 2u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u;
const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const HAS_BORDER = true;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const WORKGROUP_SIZE = 16u;
const THREAD_OH = 1u; const THREAD_OW = 1u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const RUNS_LOG2 = 4u;
const CHUNK_TEXELS = (CHUNK_KW + 3u) / 4u;
const ROW_TEXELS = CHUNK_COUNT * CHUNK_TEXELS;
const SUM_COUNT = THREAD_OH * THREAD_OW;
const ROWS = (THREAD_OH - 1u) * STRIDE_HEIGHT + (FILTER_HEIGHT - 1u) * DILATION_HEIGHT + 1u;
const SPAN = (THREAD_OW - 1u) * STRIDE_WIDTH + (CHUNK_KW - 1u) * DILATION_WIDTH + 1u;
const TILES_OW = (OUT_WIDTH + THREAD_OW - 1u) / THREAD_OW;
const TILES_OH = (OUT_HEIGHT + THREAD_OH - 1u) / THREAD_OH;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var filterWeights: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
@group(0) @binding(5) var nearest: sampler;
const WORKGROUPS_X = 2u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 2u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
const PADDING_MODE = 0u;

fn foldOutside(index: i32, size: i32) -> i32 {
{ return -1; }
}

fn foldIndex(index: i32, size: i32) -> i32 {
  return select(foldOutside(index, size), index, (index >= 0) & (index < size));
}
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f {
  let column = (run & ((1u << runsLog2) - 1u)) * texels + texel;
  return vec2f(vec2i(vec2u(column, run >> runsLog2))) + 0.5;
}
const ACTIVATION = 1u; const ACTIVATION_A = 0f; const ACTIVATION_B = 0f;

fn boundedExp(value: f32) -> f32 {
  return exp(clamp(value, -80.0, 80.0));
}

fn sigmoid(value: f32) -> f32 {
  return 1.0 / (1.0 + boundedExp(-value));
}

fn complementaryError(magnitude: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.5 * magnitude);
  var p = 0.17087277;
  p = p * t - 0.82215223;
  p = p * t + 1.48851587;
  p = p * t - 1.13520398;
  p = p * t + 0.27886807;
  p = p * t - 0.18628806;
  p = p * t + 0.09678418;
  p = p * t + 0.37409196;
  p = p * t + 1.00002368;
  return t * boundedExp(p * t - 1.26551223 - magnitude * magnitude);
}
fn normalCdf(value: f32) -> f32 {
  let tail = 0.5 * complementaryError(abs(value) * 0.70710678);
  return select(tail, 1.0 - tail, value >= 0.0);
}

fn activate(value: f32) -> f32 {
{ return max(value, 0.0); }
}


@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let tile = workgroupIndex * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || tile >= BATCH * OUT_CHANNELS * TILES_OH * TILES_OW) { return; }
  let ow = min(tile % TILES_OW * THREAD_OW, OUT_WIDTH - THREAD_OW);
  let oh = min(tile / TILES_OW % TILES_OH * THREAD_OH, OUT_HEIGHT - THREAD_OH);
  let map = tile / (TILES_OW * TILES_OH);
  let oc = map % OUT_CHANNELS;
  let n = map / OUT_CHANNELS;
  let plane = n * INPUT_STRIDE_N + oc / GROUP_OUT_CHANNELS * INPUT_STRIDE_C;

  var sums_0: f32;
  var columns_0: u32;
  var columns_1: u32;
  var columns_2: u32;
  var isInside_0: bool;
  var isInside_1: bool;
  var isInside_2: bool;
  var values_0: f32;
  var values_1: f32;
  var values_2: f32;
  var taps_0: vec4f;
  let texel = 1.0 / vec2f(textureDimensions(filterWeights));
  let firstRun = oc * (FILTER_HEIGHT + 1u);
  for (var chunk = 0u; chunk < CHUNK_COUNT; chunk++) {
    let firstTap = chunk * CHUNK_KW;
{
      let iw = foldIndex(i32(ow * STRIDE_WIDTH + firstTap * DILATION_WIDTH + 0u) - PAD_LEFT, i32(IN_WIDTH));
      columns_0 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_0 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(i32(ow * STRIDE_WIDTH + firstTap * DILATION_WIDTH + 1u) - PAD_LEFT, i32(IN_WIDTH));
      columns_1 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_1 = !HAS_BORDER | (iw >= 0);
}
{
      let iw = foldIndex(i32(ow * STRIDE_WIDTH + firstTap * DILATION_WIDTH + 2u) - PAD_LEFT, i32(IN_WIDTH));
      columns_2 = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside_2 = !HAS_BORDER | (iw >= 0);
}
    for (var row = 0u; row < ROWS; row++) {
      let ih = foldIndex(i32(oh * STRIDE_HEIGHT + row) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = u32(max(ih, 0)) * INPUT_STRIDE_H;
{
        values_0 = select(PADDING_VALUE, f32(input[rowAt + columns_0]), isRowInside & isInside_0);
}
{
        values_1 = select(PADDING_VALUE, f32(input[rowAt + columns_1]), isRowInside & isInside_1);
}
{
        values_2 = select(PADDING_VALUE, f32(input[rowAt + columns_2]), isRowInside & isInside_2);
}
{
        let reach = row - 0u * STRIDE_HEIGHT;
        let kh = min(select(reach / DILATION_HEIGHT, FILTER_HEIGHT, reach % DILATION_HEIGHT != 0u), FILTER_HEIGHT);
        let place = texelOfRun(firstRun + kh, chunk * CHUNK_TEXELS, ROW_TEXELS, RUNS_LOG2) * texel;
{
          taps_0 = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(0u) * texel.x, place.y), 0.0);
}
{
          let weight = taps_0[0u % 4u];
{
            sums_0 += weight * values_0;
}
}
{
          let weight = taps_0[1u % 4u];
{
            sums_0 += weight * values_1;
}
}
{
          let weight = taps_0[2u % 4u];
{
            sums_0 += weight * values_2;
}
}
}
    }
  }

  let outputAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
{
{
      let at = outputAt + 0u * OUTPUT_STRIDE_H + 0u * OUTPUT_STRIDE_W;
      var value = sums_0;
      if (HAS_BIAS) { value += f32(bias[oc]); }
      output[at] = Element(activate(value));
}
}
}
