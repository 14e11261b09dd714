// pack_matrix
alias Element = f32;

const FILTER_HEIGHT = 1u; const FILTER_WIDTH = 1u;
const GROUPS = 1u; const GROUP_IN_CHANNELS = 4u; const GROUP_OUT_CHANNELS = 4u;
const FLIP_FILTER = false;
const FILTER_SIZE = 16u;
const FILTER_STRIDE_O = 4u; const FILTER_STRIDE_I = 1u; const FILTER_STRIDE_H = 1u; const FILTER_STRIDE_W = 1u;
const DEPTH = 4u;
const ROWS4 = 4u; const TILE4 = 4u;
const PACKED_COUNT = GROUPS * FILTER_HEIGHT * FILTER_WIDTH * DEPTH * ROWS4;

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
  let ic = index / TILE4 % DEPTH;
  let tile = index / (TILE4 * DEPTH) % (ROWS4 / TILE4);
  let row4 = tile * TILE4 + index % TILE4;
  let tap = index / (ROWS4 * DEPTH);
  let kw = tap % FILTER_WIDTH;
  let kh = tap / FILTER_WIDTH % FILTER_HEIGHT;
  let group = tap / (FILTER_WIDTH * FILTER_HEIGHT);
  let at = ic * FILTER_STRIDE_I + select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER) * FILTER_STRIDE_H +
    select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER) * FILTER_STRIDE_W;
  var weights = vec4f();
  for (var e = 0u; e < 4u && ic < GROUP_IN_CHANNELS; e++) {
    let oc = group * GROUP_OUT_CHANNELS + min(row4 * 4u + e, GROUP_OUT_CHANNELS - 1u);
    weights[e] = f32(filterWeights[oc * FILTER_STRIDE_O + at]);
  }
  packed[index] = weights;
}

// matmul_quads
enable subgroups;

alias Element = f32;

const ROWS = 4u;
const COLUMNS = 16u;
const DEPTH = 4u;
const BATCH = 1u;
const SIDE = 1u;
const LEFT_SIDE = 1u;
const QUADS = 1u;
const SOURCE = 1u;
const IS_UNEVEN = false;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const PARTS = 1u;
const PART_DEPTH = 4u;
const RUNS_LOG2 = 9u;
const STEP: u32 = 4u;
const RUN = PART_DEPTH * 4u;
const WIDTH = RUN << RUNS_LOG2;
const TEXEL = 1.0 / f32(WIDTH);
const TILES_ROWS = (ROWS + 15u) / 16u;
const TILES_COLUMNS = (COLUMNS + 15u) / 16u;
const PLACES = select(4u, 1u, COLUMNS % 4u == 0u);
const PITCH = COLUMNS * PLACES / 4u;

@group(0) @binding(0) var<storage, read> right: array<vec4<Element>, BATCH * DEPTH * COLUMNS / 4u>;
@group(0) @binding(1) var left: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<Element>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<Element>, BATCH * ROWS * COLUMNS / 4u>;
@group(0) @binding(5) var nearest: sampler;
@group(0) @binding(6) var sampledRight: texture_2d<f32>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
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


@compute @workgroup_size(4u * QUADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  let tile = min(workgroupIndex * QUADS + invocation / 4u, BATCH * TILES_ROWS * TILES_COLUMNS - 1u);
  let lane = invocation % 4u;
  let rowTile = tile % TILES_ROWS;
  let columnTile = tile / TILES_ROWS % TILES_COLUMNS;
  let batch = tile / (TILES_ROWS * TILES_COLUMNS);

  var sums_0: f32;
  var sums_1: f32;
  var sums_2: f32;
  var sums_3: f32;
  var sums_4: f32;
  var sums_5: f32;
  var sums_6: f32;
  var sums_7: f32;
  var sums_8: f32;
  var sums_9: f32;
  var sums_10: f32;
  var sums_11: f32;
  var sums_12: f32;
  var sums_13: f32;
  var sums_14: f32;
  var sums_15: f32;
  var sums_16: f32;
  var sums_17: f32;
  var sums_18: f32;
  var sums_19: f32;
  var sums_20: f32;
  var sums_21: f32;
  var sums_22: f32;
  var sums_23: f32;
  var sums_24: f32;
  var sums_25: f32;
  var sums_26: f32;
  var sums_27: f32;
  var sums_28: f32;
  var sums_29: f32;
  var sums_30: f32;
  var sums_31: f32;
  var sums_32: f32;
  var sums_33: f32;
  var sums_34: f32;
  var sums_35: f32;
  var sums_36: f32;
  var sums_37: f32;
  var sums_38: f32;
  var sums_39: f32;
  var sums_40: f32;
  var sums_41: f32;
  var sums_42: f32;
  var sums_43: f32;
  var sums_44: f32;
  var sums_45: f32;
  var sums_46: f32;
  var sums_47: f32;
  var sums_48: f32;
  var sums_49: f32;
  var sums_50: f32;
  var sums_51: f32;
  var sums_52: f32;
  var sums_53: f32;
  var sums_54: f32;
  var sums_55: f32;
  var sums_56: f32;
  var sums_57: f32;
  var sums_58: f32;
  var sums_59: f32;
  var sums_60: f32;
  var sums_61: f32;
  var sums_62: f32;
  var sums_63: f32;
  let factor = min(batch / SIDE, LEFT_SIDE - 1u) * LEFT_SIDE + min(batch % SIDE, LEFT_SIDE - 1u);
  let column = min((columnTile * 4u + lane) * PLACES, PITCH - 1u);
  var rightAt = batch * (DEPTH * PITCH) + column;
{
    let leftRun = (factor * TILES_ROWS + rowTile) * PARTS + 0u;
    let rightRun = (batch * TILES_COLUMNS + columnTile) * PARTS + 0u;
    let leftStart = texelOfRun(leftRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(left));
    let rightStart = texelOfRun(rightRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(sampledRight));
    for (var k = 0u; k < PART_DEPTH; k += STEP) {
      let along = f32(i32(k)) * (4.0 * TEXEL);
      let leftAlong = leftStart.x + along;
      let rightAlong = rightStart.x + along;
      var rows_0: vec4f;
      var rows_1: vec4f;
      var rows_2: vec4f;
      var rows_3: vec4f;
      var columns_0: vec4f;
      var columns_1: vec4f;
      var columns_2: vec4f;
      var columns_3: vec4f;
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(0u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 0u * PITCH;
{ fourColumns = vec4f(right[at]); }
{
          rows_0[0u] = fourRows[0u];
          columns_0[0u] = fourColumns[0u];
}
{
          rows_1[0u] = fourRows[1u];
          columns_1[0u] = fourColumns[1u];
}
{
          rows_2[0u] = fourRows[2u];
          columns_2[0u] = fourColumns[2u];
}
{
          rows_3[0u] = fourRows[3u];
          columns_3[0u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(1u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 1u * PITCH;
{ fourColumns = vec4f(right[at]); }
{
          rows_0[1u] = fourRows[0u];
          columns_0[1u] = fourColumns[0u];
}
{
          rows_1[1u] = fourRows[1u];
          columns_1[1u] = fourColumns[1u];
}
{
          rows_2[1u] = fourRows[2u];
          columns_2[1u] = fourColumns[2u];
}
{
          rows_3[1u] = fourRows[3u];
          columns_3[1u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(2u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 2u * PITCH;
{ fourColumns = vec4f(right[at]); }
{
          rows_0[2u] = fourRows[0u];
          columns_0[2u] = fourColumns[0u];
}
{
          rows_1[2u] = fourRows[1u];
          columns_1[2u] = fourColumns[1u];
}
{
          rows_2[2u] = fourRows[2u];
          columns_2[2u] = fourColumns[2u];
}
{
          rows_3[2u] = fourRows[3u];
          columns_3[2u] = fourColumns[3u];
}
}
{
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(3u * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + 3u * PITCH;
{ fourColumns = vec4f(right[at]); }
{
          rows_0[3u] = fourRows[0u];
          columns_0[3u] = fourColumns[0u];
}
{
          rows_1[3u] = fourRows[1u];
          columns_1[3u] = fourColumns[1u];
}
{
          rows_2[3u] = fourRows[2u];
          columns_2[3u] = fourColumns[2u];
}
{
          rows_3[3u] = fourRows[3u];
          columns_3[3u] = fourColumns[3u];
}
}
{
{
{
{
              sums_0 += dot(columns_0, rows_0);
}
{
              sums_1 += dot(columns_1, rows_0);
}
{
              sums_2 += dot(columns_2, rows_0);
}
{
              sums_3 += dot(columns_3, rows_0);
}
}
{
{
              sums_16 += dot(columns_0, rows_1);
}
{
              sums_17 += dot(columns_1, rows_1);
}
{
              sums_18 += dot(columns_2, rows_1);
}
{
              sums_19 += dot(columns_3, rows_1);
}
}
{
{
              sums_32 += dot(columns_0, rows_2);
}
{
              sums_33 += dot(columns_1, rows_2);
}
{
              sums_34 += dot(columns_2, rows_2);
}
{
              sums_35 += dot(columns_3, rows_2);
}
}
{
{
              sums_48 += dot(columns_0, rows_3);
}
{
              sums_49 += dot(columns_1, rows_3);
}
{
              sums_50 += dot(columns_2, rows_3);
}
{
              sums_51 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
{
{
              sums_4 += dot(columns_0, rows_0);
}
{
              sums_5 += dot(columns_1, rows_0);
}
{
              sums_6 += dot(columns_2, rows_0);
}
{
              sums_7 += dot(columns_3, rows_0);
}
}
{
{
              sums_20 += dot(columns_0, rows_1);
}
{
              sums_21 += dot(columns_1, rows_1);
}
{
              sums_22 += dot(columns_2, rows_1);
}
{
              sums_23 += dot(columns_3, rows_1);
}
}
{
{
              sums_36 += dot(columns_0, rows_2);
}
{
              sums_37 += dot(columns_1, rows_2);
}
{
              sums_38 += dot(columns_2, rows_2);
}
{
              sums_39 += dot(columns_3, rows_2);
}
}
{
{
              sums_52 += dot(columns_0, rows_3);
}
{
              sums_53 += dot(columns_1, rows_3);
}
{
              sums_54 += dot(columns_2, rows_3);
}
{
              sums_55 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
          columns_0 = quadSwapY(columns_0);
}
{
          columns_1 = quadSwapY(columns_1);
}
{
          columns_2 = quadSwapY(columns_2);
}
{
          columns_3 = quadSwapY(columns_3);
}
}
{
{
{
{
              sums_8 += dot(columns_0, rows_0);
}
{
              sums_9 += dot(columns_1, rows_0);
}
{
              sums_10 += dot(columns_2, rows_0);
}
{
              sums_11 += dot(columns_3, rows_0);
}
}
{
{
              sums_24 += dot(columns_0, rows_1);
}
{
              sums_25 += dot(columns_1, rows_1);
}
{
              sums_26 += dot(columns_2, rows_1);
}
{
              sums_27 += dot(columns_3, rows_1);
}
}
{
{
              sums_40 += dot(columns_0, rows_2);
}
{
              sums_41 += dot(columns_1, rows_2);
}
{
              sums_42 += dot(columns_2, rows_2);
}
{
              sums_43 += dot(columns_3, rows_2);
}
}
{
{
              sums_56 += dot(columns_0, rows_3);
}
{
              sums_57 += dot(columns_1, rows_3);
}
{
              sums_58 += dot(columns_2, rows_3);
}
{
              sums_59 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
{
{
              sums_12 += dot(columns_0, rows_0);
}
{
              sums_13 += dot(columns_1, rows_0);
}
{
              sums_14 += dot(columns_2, rows_0);
}
{
              sums_15 += dot(columns_3, rows_0);
}
}
{
{
              sums_28 += dot(columns_0, rows_1);
}
{
              sums_29 += dot(columns_1, rows_1);
}
{
              sums_30 += dot(columns_2, rows_1);
}
{
              sums_31 += dot(columns_3, rows_1);
}
}
{
{
              sums_44 += dot(columns_0, rows_2);
}
{
              sums_45 += dot(columns_1, rows_2);
}
{
              sums_46 += dot(columns_2, rows_2);
}
{
              sums_47 += dot(columns_3, rows_2);
}
}
{
{
              sums_60 += dot(columns_0, rows_3);
}
{
              sums_61 += dot(columns_1, rows_3);
}
{
              sums_62 += dot(columns_2, rows_3);
}
{
              sums_63 += dot(columns_3, rows_3);
}
}
{
            columns_0 = quadSwapX(columns_0);
}
{
            columns_1 = quadSwapX(columns_1);
}
{
            columns_2 = quadSwapX(columns_2);
}
{
            columns_3 = quadSwapX(columns_3);
}
}
{
          columns_0 = quadSwapY(columns_0);
}
{
          columns_1 = quadSwapY(columns_1);
}
{
          columns_2 = quadSwapY(columns_2);
}
{
          columns_3 = quadSwapY(columns_3);
}
}
      rightAt += STEP * PITCH;
    }
}
  for (var row = 0u; row < 4u; row++) {
    let atRow = min((rowTile * 4u + lane) * 4u + row, ROWS - 1u);
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_0, sums_16, sums_32, sums_48,
        )[row];
}
{
        value[1u] = vec4f(
          sums_1, sums_17, sums_33, sums_49,
        )[row];
}
{
        value[2u] = vec4f(
          sums_2, sums_18, sums_34, sums_50,
        )[row];
}
{
        value[3u] = vec4f(
          sums_3, sums_19, sums_35, sums_51,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 0u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
      if (HAS_BIAS) { value += vec4f(f32(bias[atRow])); }
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_4, sums_20, sums_36, sums_52,
        )[row];
}
{
        value[1u] = vec4f(
          sums_5, sums_21, sums_37, sums_53,
        )[row];
}
{
        value[2u] = vec4f(
          sums_6, sums_22, sums_38, sums_54,
        )[row];
}
{
        value[3u] = vec4f(
          sums_7, sums_23, sums_39, sums_55,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 1u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
      if (HAS_BIAS) { value += vec4f(f32(bias[atRow])); }
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_8, sums_24, sums_40, sums_56,
        )[row];
}
{
        value[1u] = vec4f(
          sums_9, sums_25, sums_41, sums_57,
        )[row];
}
{
        value[2u] = vec4f(
          sums_10, sums_26, sums_42, sums_58,
        )[row];
}
{
        value[3u] = vec4f(
          sums_11, sums_27, sums_43, sums_59,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 2u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
      if (HAS_BIAS) { value += vec4f(f32(bias[atRow])); }
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
{
      var value: vec4f;
{
        value[0u] = vec4f(
          sums_12, sums_28, sums_44, sums_60,
        )[row];
}
{
        value[1u] = vec4f(
          sums_13, sums_29, sums_45, sums_61,
        )[row];
}
{
        value[2u] = vec4f(
          sums_14, sums_30, sums_46, sums_62,
        )[row];
}
{
        value[3u] = vec4f(
          sums_15, sums_31, sums_47, sums_63,
        )[row];
}
      let atColumn = min((columnTile * 4u + (lane ^ 3u)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
      if (HAS_BIAS) { value += vec4f(f32(bias[atRow])); }
{
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
}
  }
}
