// conv2d_tiled
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 2u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const THREADS_OW = 4u; const THREADS_OH = 4u; const THREADS_OC = 4u; const THREAD_OC = 1u; const THREAD_OW = 1u;
const CHUNK_IC = 1u;

const INVOCATIONS = THREADS_OW * THREADS_OH * THREADS_OC;
const TILE_OC = THREADS_OC * THREAD_OC;
const TILE_OH = THREADS_OH;
const TILE_OW = THREADS_OW * THREAD_OW;
const TAPS = FILTER_HEIGHT * FILTER_WIDTH;
const STAGED_ROWS = (TILE_OH - 1u) * STRIDE_HEIGHT + (FILTER_HEIGHT - 1u) * DILATION_HEIGHT + 1u;
const STAGED_COLUMNS = (TILE_OW - 1u) * STRIDE_WIDTH + (FILTER_WIDTH - 1u) * DILATION_WIDTH + 1u;
const STAGED_INPUT = CHUNK_IC * STAGED_ROWS * STAGED_COLUMNS;
const STAGED_FILTER = CHUNK_IC * TAPS * TILE_OC;
const TILES_OW = (OUT_WIDTH + TILE_OW - 1u) / TILE_OW;
const TILES_OH = (OUT_HEIGHT + TILE_OH - 1u) / TILE_OH;
const TILES_OC = (GROUP_OUT_CHANNELS + TILE_OC - 1u) / TILE_OC;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;

var<workgroup> stagedInput: array<f32, STAGED_INPUT>;
var<workgroup> stagedFilter: array<f32, STAGED_FILTER>;
struct Tile {
  n: u32,
  group: u32,
  oc: u32,
  oh: u32,
  ow: u32,
}
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


fn tileOf(index: u32) -> Tile {
  let row = index / TILES_OW;
  let block = row / TILES_OH;
  let map = block / TILES_OC;
  return Tile(
    map / GROUPS,
    map % GROUPS,
    (block % TILES_OC) * TILE_OC,
    (row % TILES_OH) * TILE_OH,
    (index % TILES_OW) * TILE_OW,
  );
}

fn stageInput(tile: Tile, firstIc: u32, invocation: u32) {
  let base = tile.n * INPUT_STRIDE_N + tile.group * GROUP_IN_CHANNELS * INPUT_STRIDE_C;
  for (var at = invocation; at < STAGED_INPUT; at += INVOCATIONS) {
    let row = at / STAGED_COLUMNS;
    let ic = firstIc + row / STAGED_ROWS;
    let ih = foldIndex(i32(tile.oh * STRIDE_HEIGHT + row % STAGED_ROWS) - PAD_TOP, i32(IN_HEIGHT));
    let iw = foldIndex(i32(tile.ow * STRIDE_WIDTH + at % STAGED_COLUMNS) - PAD_LEFT, i32(IN_WIDTH));
    var value = 0.0;
    if (ic < GROUP_IN_CHANNELS) {
      value = PADDING_VALUE;
      if (ih >= 0 && iw >= 0) {
        value = f32(input[base + ic * INPUT_STRIDE_C + u32(ih) * INPUT_STRIDE_H + u32(iw) * INPUT_STRIDE_W]);
      }
    }
    stagedInput[at] = value;
  }
}

fn stageFilter(tile: Tile, firstIc: u32, invocation: u32) {
  for (var at = invocation; at < STAGED_FILTER; at += INVOCATIONS) {
    let oc = tile.oc + at % TILE_OC;
    let tap = (at / TILE_OC) % TAPS;
    let ic = firstIc + at / (TILE_OC * TAPS);
    let kh = tap / FILTER_WIDTH;
    let kw = tap % FILTER_WIDTH;
    var value = 0.0;
    if (oc < GROUP_OUT_CHANNELS && ic < GROUP_IN_CHANNELS) {
      value = f32(filterWeights[
        (tile.group * GROUP_OUT_CHANNELS + oc) * FILTER_STRIDE_O + ic * FILTER_STRIDE_I +
        select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H +
        select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W
      ]);
    }
    stagedFilter[at] = value;
  }
}

fn store(tile: Tile, oc: u32, oh: u32, ow: u32, sum: f32) {
  if (oc >= GROUP_OUT_CHANNELS || oh >= OUT_HEIGHT || ow >= OUT_WIDTH) { return; }
  let channel = tile.group * GROUP_OUT_CHANNELS + oc;
  let index = tile.n * OUTPUT_STRIDE_N + channel * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  var value = sum;
  if (HAS_BIAS) { value += f32(bias[channel]); }
  output[index] = Element(activate(value));
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let tile = tileOf(workgroupIndex);
  let column = invocation % THREADS_OW;
  let row = (invocation / THREADS_OW) % THREADS_OH;
  let firstOc = invocation / (THREADS_OW * THREADS_OH) * THREAD_OC;
  var sums_0: f32;
  for (var firstIc = 0u; firstIc < GROUP_IN_CHANNELS; firstIc += CHUNK_IC) {
    stageInput(tile, firstIc, invocation);
    stageFilter(tile, firstIc, invocation);
    workgroupBarrier(); // the tile is staged before any tap reads it
    for (var ic = 0u; ic < CHUNK_IC; ic++) {
      for (var kh = 0u; kh < FILTER_HEIGHT; kh++) {
        let inputRow = (ic * STAGED_ROWS + row * STRIDE_HEIGHT + kh * DILATION_HEIGHT) * STAGED_COLUMNS;
        for (var kw = 0u; kw < FILTER_WIDTH; kw++) {
          let inputAt = inputRow + column * STRIDE_WIDTH + kw * DILATION_WIDTH;
          let filterAt = (ic * TAPS + kh * FILTER_WIDTH + kw) * TILE_OC + firstOc;
          var values_0: f32;
{
            values_0 = stagedInput[inputAt + 0u * THREADS_OW * STRIDE_WIDTH];
}
{
            let weight = stagedFilter[filterAt + 0u];
{
              sums_0 = fma(weight, values_0, sums_0);
}
}
        }
      }
    }
    workgroupBarrier(); // every tap is read before the next chunk overwrites it
  }
{
{
      store(tile, tile.oc + firstOc + 0u, tile.oh + row, tile.ow + column + 0u * THREADS_OW, sums_0);
}
}
}
