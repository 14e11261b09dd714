// conv2d_rows: direct sums for CPU adapters, any problem. No workgroup memory, no barrier.
// Reads and writes either layout through strides; the border is resolved on each read. The filter is a texture that
// pack_filter.wgsl packs: one run of texels per filter row, 1 << RUNS_LOG2 runs per texture row.
// An invocation computes THREAD_OW neighboring outputs of a row in 4 channels. The last one of a row starts early and
// repeats some of its neighbor's outputs, with equal values.
// On CPU adapters a load with a computed index costs about ten multiply-adds, whatever its address. So each loaded
// value serves several taps and channels. A texel costs half as much as a vector from a buffer.
// Technique: register tiling (V. Volkov, "Better performance at lower occupancy", GTC 2010).
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u;
const GROUPS = 1u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const HAS_BORDER = false;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 36u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const WORKGROUP_SIZE = 4u;
const THREAD_OW = 2u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const RUNS_LOG2 = 9u;
const SUM_COUNT = 4u * THREAD_OW;
const SPAN = (THREAD_OW - 1u) * STRIDE_WIDTH + (CHUNK_KW - 1u) * DILATION_WIDTH + 1u;
const TILES_OW = (OUT_WIDTH + THREAD_OW - 1u) / THREAD_OW;
const TILES_OC = (GROUP_OUT_CHANNELS + 3u) / 4u;
const FILTER_ROWS = GROUP_IN_CHANNELS * FILTER_HEIGHT;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var filterWeights: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
@group(0) @binding(5) var nearest: sampler;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: texture_run.wgsl
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f { return vec2f(); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let channelTile = workgroupIndex % (GROUPS * TILES_OC);
  let tile = workgroupIndex / (GROUPS * TILES_OC) * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || tile >= BATCH * OUT_HEIGHT * TILES_OW) { return; }
  let ow = min(tile % TILES_OW * THREAD_OW, OUT_WIDTH - THREAD_OW);
  let oh = tile / TILES_OW % OUT_HEIGHT;
  let n = tile / (TILES_OW * OUT_HEIGHT);
  let group = channelTile / TILES_OC;

  var sums: array<f32, SUM_COUNT>; // registers
  var weights: array<vec4f, CHUNK_KW>; // registers
  var columns: array<u32, SPAN>; // registers
  var isInside: array<bool, SPAN>; // registers
  var values: array<f32, SPAN>; // registers
  let texel = 1.0 / vec2f(textureDimensions(filterWeights));
  var run = channelTile * (CHUNK_COUNT * FILTER_ROWS);
  for (var chunk = 0u; chunk < CHUNK_COUNT; chunk++) {
    let firstColumn = i32(ow * STRIDE_WIDTH + chunk * (CHUNK_KW * DILATION_WIDTH)) - PAD_LEFT;
    for (var c = 0u; c < SPAN; c++) { // unroll
      let iw = foldIndex(firstColumn + i32(c), i32(IN_WIDTH));
      columns[c] = u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside[c] = !HAS_BORDER | (iw >= 0);
    }
    var plane = n * INPUT_STRIDE_N + group * (GROUP_IN_CHANNELS * INPUT_STRIDE_C);
    var kh = 0u;
    for (var row = 0u; row < FILTER_ROWS; row++) {
      let ih = foldIndex(i32(oh * STRIDE_HEIGHT + kh * DILATION_HEIGHT) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = plane + u32(max(ih, 0)) * INPUT_STRIDE_H;
      for (var c = 0u; c < SPAN; c++) { // unroll
        values[c] = select(PADDING_VALUE, f32(input[rowAt + columns[c]]), isRowInside & isInside[c]);
      }
      let place = texelOfRun(run, 0u, CHUNK_KW, RUNS_LOG2) * texel;
      for (var kw = 0u; kw < CHUNK_KW; kw++) { // unroll
        weights[kw] = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(kw) * texel.x, place.y), 0.0);
      }
      for (var e = 0u; e < 4u; e++) { // unroll
        for (var p = 0u; p < THREAD_OW; p++) { // unroll
          for (var kw = 0u; kw < CHUNK_KW; kw++) { // unroll
            sums[e * THREAD_OW + p] += weights[kw][e] * values[p * STRIDE_WIDTH + kw * DILATION_WIDTH];
          }
        }
      }
      run++;
      let isLast = kh + 1u == FILTER_HEIGHT;
      kh = select(kh + 1u, 0u, isLast);
      plane += select(0u, INPUT_STRIDE_C, isLast);
    }
  }

  let firstChannel = channelTile % TILES_OC * 4u;
  let outputAt = n * OUTPUT_STRIDE_N + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  // not unrolled: stores are most of the compiled code
  for (var e = 0u; e < 4u; e++) {
    let oc = group * GROUP_OUT_CHANNELS + min(firstChannel + e, GROUP_OUT_CHANNELS - 1u);
    let at = outputAt + oc * OUTPUT_STRIDE_C;
    for (var p = 0u; p < THREAD_OW; p++) { // unroll
      var value = vec4f(sums[p], sums[THREAD_OW + p], sums[2u * THREAD_OW + p], sums[3u * THREAD_OW + p])[e];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      if (HAS_RESIDUAL) { value += f32(residual[at + p * OUTPUT_STRIDE_W]); }
      output[at + p * OUTPUT_STRIDE_W] = Element(activate(value));
    }
  }
}
