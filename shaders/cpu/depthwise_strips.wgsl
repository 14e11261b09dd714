// depthwise_strips: one input channel per group and a filter of few rows, for CPU adapters. No workgroup memory.
// Reads and writes either layout and any filter layout through strides; the border is resolved on each read.
// An invocation computes a strip of THREAD_OH × THREAD_OW outputs of one channel in one pass down its input. Each turn
// adds STRIDE_HEIGHT input rows to the REACH output rows that they contribute to, and writes the completed one. The
// last strip of a row or column starts early and repeats some of its neighbor's outputs, with equal values. Each input
// value and each weight is loaded once per strip.
// Technique: row streaming with sums in a shift register, as line buffers in image pipelines (J. Ragan-Kelley et al.,
// "Halide", PLDI 2013).
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const HAS_BORDER = false;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 36u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const FILTER_SIZE = 9u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const WORKGROUP_SIZE = 16u;
const THREAD_OH = 2u; const THREAD_OW = 2u;
const WINDOW = (FILTER_HEIGHT - 1u) * DILATION_HEIGHT + 1u;
const REACH = (WINDOW + STRIDE_HEIGHT - 1u) / STRIDE_HEIGHT;
const SUM_COUNT = REACH * THREAD_OW;
const WEIGHT_COUNT = ((REACH * STRIDE_HEIGHT - 1u) / DILATION_HEIGHT + 1u) * FILTER_WIDTH;
const SPAN = (THREAD_OW - 1u) * STRIDE_WIDTH + (FILTER_WIDTH - 1u) * DILATION_WIDTH + 1u;
const TILES_OW = (OUT_WIDTH + THREAD_OW - 1u) / THREAD_OW;
const TILES_OH = (OUT_HEIGHT + THREAD_OH - 1u) / THREAD_OH;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

fn weightAt(oc: u32, kh: u32, kw: u32) -> f32 {
  let row = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H;
  let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
  return f32(filterWeights[oc * FILTER_STRIDE_O + row + column]);
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

  var sums: array<f32, SUM_COUNT>; // registers
  var columns: array<u32, SPAN>; // registers
  var isInside: array<bool, SPAN>; // registers
  var weights: array<f32, WEIGHT_COUNT>; // registers
  var values: array<f32, SPAN>; // registers
  for (var kh = 0u; kh < FILTER_HEIGHT; kh++) { // unroll
    for (var kw = 0u; kw < FILTER_WIDTH; kw++) { // unroll
      weights[kh * FILTER_WIDTH + kw] = weightAt(oc, kh, kw);
    }
  }
  for (var c = 0u; c < SPAN; c++) { // unroll
    let iw = foldIndex(i32(ow * STRIDE_WIDTH + c) - PAD_LEFT, i32(IN_WIDTH));
    columns[c] = plane + u32(max(iw, 0)) * INPUT_STRIDE_W;
    isInside[c] = !HAS_BORDER | (iw >= 0);
  }
  var channelBias = 0.0;
  if (HAS_BIAS) { channelBias = f32(bias[oc]); }
  let mapAt = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + ow * OUTPUT_STRIDE_W;

  for (var turn = 0u; turn < THREAD_OH + REACH - 1u; turn++) {
    for (var i = 0u; i < STRIDE_HEIGHT; i++) { // unroll
      let ih = foldIndex(i32((oh + turn) * STRIDE_HEIGHT + i) - PAD_TOP, i32(IN_HEIGHT));
      let isRowInside = !HAS_BORDER | (ih >= 0);
      let rowAt = u32(max(ih, 0)) * INPUT_STRIDE_H;
      for (var c = 0u; c < SPAN; c++) { // unroll
        values[c] = select(PADDING_VALUE, f32(input[rowAt + columns[c]]), isRowInside & isInside[c]);
      }
      // The sums of one age belong to the output row that began that many turns ago.
      for (var age = 0u; age < REACH; age++) { // unroll
        if ((i + age * STRIDE_HEIGHT) % DILATION_HEIGHT == 0u && i + age * STRIDE_HEIGHT < WINDOW) {
          for (var kw = 0u; kw < FILTER_WIDTH; kw++) { // unroll
            for (var p = 0u; p < THREAD_OW; p++) { // unroll
              sums[age * THREAD_OW + p] +=
                weights[(i + age * STRIDE_HEIGHT) / DILATION_HEIGHT * FILTER_WIDTH + kw] *
                values[p * STRIDE_WIDTH + kw * DILATION_WIDTH];
            }
          }
        }
      }
    }
    if (turn + 1u >= REACH) {
      let rowAt = mapAt + (oh + turn + 1u - REACH) * OUTPUT_STRIDE_H;
      for (var p = 0u; p < THREAD_OW; p++) { // unroll
        let at = rowAt + p * OUTPUT_STRIDE_W;
        var value = sums[(REACH - 1u) * THREAD_OW + p] + channelBias;
        if (HAS_RESIDUAL) { value += f32(residual[at]); }
        output[at] = Element(activate(value));
      }
    }
    for (var age = 1u; age < REACH; age++) { // unroll
      for (var p = 0u; p < THREAD_OW; p++) { // unroll
        sums[(REACH - age) * THREAD_OW + p] = sums[(REACH - age - 1u) * THREAD_OW + p];
      }
    }
    for (var p = 0u; p < THREAD_OW; p++) { // unroll
      sums[p] = 0.0;
    }
  }
}
