// depthwise_rows: one input channel per group and a filter of any size, for CPU adapters. No workgroup memory.
// Reads and writes either layout through strides; the border is resolved on each read. The filter is a texture that
// pack_taps.wgsl packs: one run of texels per filter row plus one of zeros, 1 << RUNS_LOG2 runs per texture row.
// An invocation computes THREAD_OH × THREAD_OW outputs of one channel. The last one of a row or column starts early and
// repeats some of its neighbor's outputs, with equal values. It walks down the input rows under its outputs and adds
// each to all its output rows, with weight 0 past the filter. With many filter rows few products are wasted, and a load
// serves THREAD_OH × CHUNK_KW of them.
// Technique: register tiling (V. Volkov, "Better performance at lower occupancy", GTC 2010).
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u;
const GROUP_OUT_CHANNELS = 1u;
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
const WORKGROUP_SIZE = 16u;
const THREAD_OH = 2u; const THREAD_OW = 2u;
const CHUNK_KW = 3u; const CHUNK_COUNT = 1u;
const RUNS_LOG2 = 9u;
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
  let tile = workgroupIndex * WORKGROUP_SIZE + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || tile >= BATCH * OUT_CHANNELS * TILES_OH * TILES_OW) { return; }
  let ow = min(tile % TILES_OW * THREAD_OW, OUT_WIDTH - THREAD_OW);
  let oh = min(tile / TILES_OW % TILES_OH * THREAD_OH, OUT_HEIGHT - THREAD_OH);
  let map = tile / (TILES_OW * TILES_OH);
  let oc = map % OUT_CHANNELS;
  let n = map / OUT_CHANNELS;
  let plane = n * INPUT_STRIDE_N + oc / GROUP_OUT_CHANNELS * INPUT_STRIDE_C;

  var sums: array<f32, SUM_COUNT>; // registers
  var columns: array<u32, SPAN>; // registers
  var isInside: array<bool, SPAN>; // registers
  var values: array<f32, SPAN>; // registers
  var taps: array<vec4f, CHUNK_TEXELS>; // registers
  let texel = 1.0 / vec2f(textureDimensions(filterWeights));
  let firstRun = oc * (FILTER_HEIGHT + 1u);
  for (var chunk = 0u; chunk < CHUNK_COUNT; chunk++) {
    let firstTap = chunk * CHUNK_KW;
    for (var c = 0u; c < SPAN; c++) { // unroll
      let iw = foldIndex(i32(ow * STRIDE_WIDTH + firstTap * DILATION_WIDTH + c) - PAD_LEFT, i32(IN_WIDTH));
      columns[c] = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
      isInside[c] = !HAS_BORDER | (iw >= 0);
    }
    for (var row = 0u; row < ROWS; row++) {
      let ih = foldIndex(i32(oh * STRIDE_HEIGHT + row) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = u32(max(ih, 0)) * INPUT_STRIDE_H;
      for (var c = 0u; c < SPAN; c++) { // unroll
        values[c] = select(PADDING_VALUE, f32(input[rowAt + columns[c]]), isRowInside & isInside[c]);
      }
      for (var q = 0u; q < THREAD_OH; q++) { // unroll
        let reach = row - q * STRIDE_HEIGHT;
        let kh = min(select(reach / DILATION_HEIGHT, FILTER_HEIGHT, reach % DILATION_HEIGHT != 0u), FILTER_HEIGHT);
        let place = texelOfRun(firstRun + kh, chunk * CHUNK_TEXELS, ROW_TEXELS, RUNS_LOG2) * texel;
        for (var e = 0u; e < CHUNK_TEXELS; e++) { // unroll
          taps[e] = textureSampleLevel(filterWeights, nearest, vec2f(place.x + f32(e) * texel.x, place.y), 0.0);
        }
        for (var kw = 0u; kw < CHUNK_KW; kw++) { // unroll
          let weight = taps[kw / 4u][kw % 4u];
          for (var p = 0u; p < THREAD_OW; p++) { // unroll
            sums[q * THREAD_OW + p] += weight * values[p * STRIDE_WIDTH + kw * DILATION_WIDTH];
          }
        }
      }
    }
  }

  let outputAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H + ow * OUTPUT_STRIDE_W;
  for (var q = 0u; q < THREAD_OH; q++) { // unroll
    for (var p = 0u; p < THREAD_OW; p++) { // unroll
      let at = outputAt + q * OUTPUT_STRIDE_H + p * OUTPUT_STRIDE_W;
      var value = sums[q * THREAD_OW + p];
      if (HAS_BIAS) { value += f32(bias[oc]); }
      if (HAS_RESIDUAL) { value += f32(residual[at]); }
      output[at] = Element(activate(value));
    }
  }
}
