// nn_filter_gradient: the gradient of a convolution with respect to its filter: for each weight, the sum of its inputs
// times the gradients of their outputs. One weight per workgroup; its 64 invocations share the output's rows. Reads
// either layout, writes any filter layout. Workgroup bytes: 256 (workgroup_sum).
// Source: the chain rule, for example V. Dumoulin and F. Visin, "A guide to convolution arithmetic", arXiv:1603.07285.
alias Element = f32;

const BATCH = 1u;
const IN_HEIGHT = 8u; const IN_WIDTH = 8u;
const OUT_CHANNELS = 1u;
const OUT_HEIGHT = 6u; const OUT_WIDTH = 6u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const GROUP_IN_CHANNELS = 1u; const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 0i; const PAD_LEFT = 0i;
const PADDING_VALUE = 0.0f;
const STRIDE_HEIGHT = 1u; const STRIDE_WIDTH = 1u;
const DILATION_HEIGHT = 1u; const DILATION_WIDTH = 1u;
const FLIP_FILTER = false;
const INPUT_STRIDE_N = 64u; const INPUT_STRIDE_C = 64u; const INPUT_STRIDE_H = 8u; const INPUT_STRIDE_W = 1u;
const OUTPUT_STRIDE_N = 36u; const OUTPUT_STRIDE_C = 36u; const OUTPUT_STRIDE_H = 6u; const OUTPUT_STRIDE_W = 1u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_I = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;

@group(0) @binding(0) var<storage, read> input: array<Element>;
@group(0) @binding(1) var<storage, read> outputGradient: array<Element>;
@group(0) @binding(2) var<storage, read_write> filterGradient: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: fold_index.wgsl
fn foldIndex(index: i32, size: i32) -> i32 { return select(-1, index, index >= 0 && index < size); }
// end
// linked: workgroup_sum.wgsl
fn workgroupSum(value: f32, invocation: u32) -> f32 { return value; }
// end

// Contribution of one row of outputs to the weight at tap (rowTap, columnTap) of channels `ic` and `oc`.
fn rowSum(n: u32, oh: u32, oc: u32, ic: u32, rowTap: u32, columnTap: u32) -> f32 {
  let ih = foldIndex(i32(oh * STRIDE_HEIGHT + rowTap) - PAD_TOP, i32(IN_HEIGHT));
  let inputRow = n * INPUT_STRIDE_N + ic * INPUT_STRIDE_C + u32(max(ih, 0)) * INPUT_STRIDE_H;
  let outputRow = n * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + oh * OUTPUT_STRIDE_H;
  var sum = 0.0;
  for (var ow = 0u; ow < OUT_WIDTH; ow++) {
    let iw = foldIndex(i32(ow * STRIDE_WIDTH + columnTap) - PAD_LEFT, i32(IN_WIDTH));
    let inside = ih >= 0 && iw >= 0;
    let value = select(PADDING_VALUE, f32(input[inputRow + u32(max(iw, 0)) * INPUT_STRIDE_W]), inside);
    sum += value * f32(outputGradient[outputRow + ow * OUTPUT_STRIDE_W]);
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let weight = workgroupIndexOf(workgroup);
  if (weight >= WORKGROUP_COUNT) { return; }
  let oc = weight / FILTER_STRIDE_O % OUT_CHANNELS;
  let ic = weight / FILTER_STRIDE_I % GROUP_IN_CHANNELS + oc / GROUP_OUT_CHANNELS * GROUP_IN_CHANNELS;
  let kh = weight / FILTER_STRIDE_H % FILTER_HEIGHT;
  let kw = weight / FILTER_STRIDE_W % FILTER_WIDTH;
  let rowTap = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * DILATION_HEIGHT;
  let columnTap = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * DILATION_WIDTH;
  var sum = 0.0;
  for (var row = invocation; row < BATCH * OUT_HEIGHT; row += 64u) {
    sum += rowSum(row / OUT_HEIGHT, row % OUT_HEIGHT, oc, ic, rowTap, columnTap);
  }
  sum = workgroupSum(sum, invocation);
  if (invocation == 0u) { filterGradient[weight] = Element(sum); }
}
