// conv2d_gemm: convolution as an implicit matrix product, for GPUs. Rows are a group's output channels. Columns are the
// output pixels of all images. Depth is taps × input channels, channels innermost. The patch matrix is never written.
// Reads and writes either layout through strides; pack_matrix.wgsl repacks the filter.
// A workgroup computes TILE_M × TILE_N results. Each turn stages TILE_K channels of one tap; the border is resolved
// once per tap and column. Each invocation accumulates THREAD_M × THREAD_N results in registers.
// If there are too few results to keep a device busy, SPLITS workgroups share a tile's channels. Each writes its sums
// to a plane of its own, and sum_splits.wgsl adds the planes.
// Workgroup bytes: 4 · TILE_K · (TILE_M + TILE_N + 1). Rows of the right tile are padded by one against bank conflicts.
// Source: implicit GEMM, S. Chetlur et al., "cuDNN", https://arxiv.org/abs/1410.0759.
alias Element = f32;
alias Result = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUPS = 1u; const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const IS_NHWC = false;
const INPUT_SIZE = 64u;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_SIZE = 36u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const ROWS4 = 8u;
const THREADS_M = 8u; const THREADS_N = 8u; const THREAD_M4 = 1u; const THREAD_N = 4u;
const TILE_K = 8u;
const SPLITS = 1u;
const INVOCATIONS = THREADS_M * THREADS_N;
const TILE_M4 = THREADS_M * THREAD_M4;
const TILE_N = THREADS_N * THREAD_N;
const PITCH = TILE_N + 1u;
const SUM_COUNT = THREAD_M4 * THREAD_N;
const STAGED_LEFT = (TILE_K * TILE_M4 + INVOCATIONS - 1u) / INVOCATIONS;
const STAGED_RIGHT = (TILE_K * TILE_N + INVOCATIONS - 1u) / INVOCATIONS;
const PACKED_COUNT = GROUPS * FILTER_HEIGHT * FILTER_WIDTH * GROUP_IN_CHANNELS * ROWS4;
const SPLIT_CHANNELS = (GROUP_IN_CHANNELS + SPLITS * TILE_K - 1u) / (SPLITS * TILE_K) * TILE_K;
const COLUMNS = BATCH * OUT_HEIGHT * OUT_WIDTH;
const TILES_M = (GROUP_OUT_CHANNELS + 4u * TILE_M4 - 1u) / (4u * TILE_M4);
const TILES_N = (COLUMNS + TILE_N - 1u) / TILE_N;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read> filterWeights: array<vec4f, PACKED_COUNT>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;
@group(0) @binding(4) var<storage, read_write> output: array<Result, SPLITS * OUTPUT_SIZE>;

var<workgroup> left: array<vec4f, TILE_K * TILE_M4>;
var<workgroup> right: array<f32, TILE_K * PITCH>;

struct Pixel {
  n: u32,
  oh: u32,
  ow: u32,
}

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

fn pixelOf(column: u32) -> Pixel {
  let row = column / OUT_WIDTH;
  return Pixel(row / OUT_HEIGHT, row % OUT_HEIGHT, column % OUT_WIDTH);
}

// Column and channel of element `at` of the right tile: neighboring invocations read neighboring memory.
fn stagedColumn(at: u32) -> u32 { return select(at % TILE_N, at / TILE_K, IS_NHWC); }
fn stagedChannel(at: u32) -> u32 { return select(at / TILE_N, at % TILE_K, IS_NHWC); }

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let firstRow4 = workgroupIndex % TILES_M * TILE_M4;
  let firstColumn = workgroupIndex / TILES_M % TILES_N * TILE_N;
  let group = workgroupIndex / (TILES_M * TILES_N) % GROUPS;
  let split = workgroupIndex / (TILES_M * TILES_N * GROUPS);
  let m = invocation / THREADS_N;
  let n = invocation % THREADS_N;

  var sums: array<vec4f, SUM_COUNT>; // registers
  var places: array<u32, STAGED_RIGHT>; // registers
  var isInside: array<bool, STAGED_RIGHT>; // registers
  for (var tap = 0u; tap < FILTER_HEIGHT * FILTER_WIDTH; tap++) {
    for (var s = 0u; s < STAGED_RIGHT; s++) { // unroll
      let at = invocation + s * INVOCATIONS;
      let pixel = pixelOf(min(firstColumn + stagedColumn(at), COLUMNS - 1u));
      let row = i32(pixel.oh * STRIDE_HEIGHT + tap / FILTER_WIDTH * DILATION_HEIGHT) - PAD_TOP;
      let column = i32(pixel.ow * STRIDE_WIDTH + tap % FILTER_WIDTH * DILATION_WIDTH) - PAD_LEFT;
      let ih = foldIndex(row, i32(IN_HEIGHT));
      let iw = foldIndex(column, i32(IN_WIDTH));
      isInside[s] = (ih >= 0) & (iw >= 0);
      places[s] = pixel.n * INPUT_STRIDE_N + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W +
        group * (GROUP_IN_CHANNELS * INPUT_STRIDE_C);
    }
    let weightsAt = (group * (FILTER_HEIGHT * FILTER_WIDTH) + tap) * GROUP_IN_CHANNELS;
    for (var turn = 0u; turn < SPLIT_CHANNELS; turn += TILE_K) {
      let firstIc = split * SPLIT_CHANNELS + turn;
      for (var s = 0u; s < STAGED_LEFT; s++) { // unroll
        let at = invocation + s * INVOCATIONS;
        let ic = firstIc + at / TILE_M4;
        if (at < TILE_K * TILE_M4) {
          left[at] = select(
            vec4f(), filterWeights[(weightsAt + ic) * ROWS4 + firstRow4 + at % TILE_M4], ic < GROUP_IN_CHANNELS,
          );
        }
      }
      for (var s = 0u; s < STAGED_RIGHT; s++) { // unroll
        let at = invocation + s * INVOCATIONS;
        let ic = firstIc + stagedChannel(at);
        if (at < TILE_K * TILE_N) {
          let value = select(PADDING_VALUE, f32(input[places[s] + ic * INPUT_STRIDE_C]), isInside[s]);
          right[stagedChannel(at) * PITCH + stagedColumn(at)] = select(0.0, value, ic < GROUP_IN_CHANNELS);
        }
      }
      workgroupBarrier(); // both tiles are staged before either is read
      for (var k = 0u; k < TILE_K; k++) {
        var columns: array<f32, THREAD_N>; // registers
        for (var j = 0u; j < THREAD_N; j++) { // unroll
          columns[j] = right[k * PITCH + n + j * THREADS_N];
        }
        for (var i = 0u; i < THREAD_M4; i++) { // unroll
          let rows = left[k * TILE_M4 + m + i * THREADS_M];
          for (var j = 0u; j < THREAD_N; j++) { // unroll
            sums[i * THREAD_N + j] += rows * columns[j];
          }
        }
      }
      workgroupBarrier(); // both tiles are read before the next are staged
    }
  }

  for (var j = 0u; j < THREAD_N; j++) { // unroll
    let column = firstColumn + n + j * THREADS_N;
    let pixel = pixelOf(column);
    let pixelAt = pixel.n * OUTPUT_STRIDE_N + pixel.oh * OUTPUT_STRIDE_H + pixel.ow * OUTPUT_STRIDE_W;
    for (var i = 0u; i < THREAD_M4; i++) { // unroll
      for (var e = 0u; e < 4u; e++) { // unroll
        let row = (firstRow4 + m + i * THREADS_M) * 4u + e;
        if (column < COLUMNS && row < GROUP_OUT_CHANNELS) {
          let oc = group * GROUP_OUT_CHANNELS + row;
          let at = split * OUTPUT_SIZE + pixelAt + oc * OUTPUT_STRIDE_C;
          var value = sums[i * THREAD_N + j][e];
          if (HAS_BIAS) { value += f32(bias[oc]); }
          if (HAS_RESIDUAL) { value += f32(residual[at]); }
          output[at] = Result(activate(value));
        }
      }
    }
  }
}
