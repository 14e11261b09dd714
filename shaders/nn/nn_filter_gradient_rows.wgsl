// nn_filter_gradient_rows: the gradient of a convolution with respect to its filter, for CPU adapters, where loads are
// expensive and barriers more so. An invocation computes one row of taps of up to TILE_OC output channels; each
// gradient and each input that it loads serves them all. PART_COUNT invocations share the rows of the output, and
// nn_sum_parts adds their sums. Reads either layout, writes parts in the filter's own layout. No workgroup memory.
// Source: register tiling of a sum of outer products, see src/operators/nn_filter_gradient_rows.ts.
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const TILE_OC = 1u;
// Tiles of output channels per group.
const TILE_COUNT = 1u;
const PART_COUNT = 1u;
const INVOCATION_COUNT = 3u;
const WEIGHT_COUNT = 9u;
const SUM_COUNT = 3u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
// Whether each output reads the previous output's inputs shifted by one.
const IS_SLIDING = STRIDE_WIDTH == 1u && DILATION_WIDTH == 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> outputGradient: array<Element>;
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end

fn inputAt(row: u32, isInside: bool, column: u32) -> f32 {
  let iw = foldIndex(i32(column) - PAD_LEFT, i32(IN_WIDTH));
  return select(PADDING_VALUE, f32(input[row + u32(max(iw, 0)) * INPUT_STRIDE_W]), isInside && iw >= 0);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= INVOCATION_COUNT) { return; }
  let part = index % PART_COUNT;
  let unit = index / PART_COUNT;
  let kh = unit % FILTER_HEIGHT;
  let groupIc = unit / FILTER_HEIGHT % GROUP_IN_CHANNELS;
  let tile = unit / (FILTER_HEIGHT * GROUP_IN_CHANNELS);
  let firstOc = tile / TILE_COUNT * GROUP_OUT_CHANNELS;
  let tileOc = firstOc + tile % TILE_COUNT * TILE_OC;
  let lastOc = firstOc + GROUP_OUT_CHANNELS - 1u;
  let ic = firstOc / GROUP_OUT_CHANNELS * GROUP_IN_CHANNELS + groupIc;
  let rowTap = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * DILATION_HEIGHT;
  var sums: array<f32, SUM_COUNT>; // registers
  var values: array<f32, FILTER_WIDTH>; // registers
  var gradients: array<f32, TILE_OC>; // registers
  for (var row = part; row < BATCH * OUT_HEIGHT; row += PART_COUNT) {
    let n = row / OUT_HEIGHT;
    let oh = row % OUT_HEIGHT;
    let ih = foldIndex(i32(oh * STRIDE_HEIGHT + rowTap) - PAD_TOP, i32(IN_HEIGHT));
    let isInside = ih >= 0;
    let inputRow = n * INPUT_STRIDE_N + ic * INPUT_STRIDE_C + u32(max(ih, 0)) * INPUT_STRIDE_H;
    let outputRow = n * OUTPUT_STRIDE_N + oh * OUTPUT_STRIDE_H;
    if (IS_SLIDING) {
      for (var kw = 1u; kw < FILTER_WIDTH; kw++) { // unroll
        values[kw] = inputAt(inputRow, isInside, kw - 1u);
      }
    }
    for (var ow = 0u; ow < OUT_WIDTH; ow++) {
      for (var t = 0u; t < TILE_OC; t++) { // unroll
        gradients[t] = f32(outputGradient[outputRow + min(tileOc + t, lastOc) * OUTPUT_STRIDE_C + ow * OUTPUT_STRIDE_W]);
      }
      if (IS_SLIDING) {
        for (var kw = 1u; kw < FILTER_WIDTH; kw++) { // unroll
          values[kw - 1u] = values[kw];
        }
        values[FILTER_WIDTH - 1u] = inputAt(inputRow, isInside, ow + FILTER_WIDTH - 1u);
      } else {
        for (var kw = 0u; kw < FILTER_WIDTH; kw++) { // unroll
          values[kw] = inputAt(inputRow, isInside, ow * STRIDE_WIDTH + kw * DILATION_WIDTH);
        }
      }
      for (var t = 0u; t < TILE_OC; t++) { // unroll
        for (var kw = 0u; kw < FILTER_WIDTH; kw++) { // unroll
          sums[t * FILTER_WIDTH + kw] += gradients[t] * values[kw];
        }
      }
    }
  }
  let base = part * WEIGHT_COUNT + groupIc * FILTER_STRIDE_I + kh * FILTER_STRIDE_H;
  for (var t = 0u; t < TILE_OC; t++) { // unroll
    if (tileOc + t <= lastOc) {
      for (var kw = 0u; kw < FILTER_WIDTH; kw++) { // unroll
        let tap = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER);
        parts[base + (tileOc + t) * FILTER_STRIDE_O + tap * FILTER_STRIDE_W] = sums[t * FILTER_WIDTH + kw];
      }
    }
  }
}
