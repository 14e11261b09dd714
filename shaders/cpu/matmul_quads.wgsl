// matmul_quads: out[b][row][column] = activate(Σ_k left[b][row][k]·right[b][k][column] + bias[row] + residual), for CPU
// adapters. Serves a 1×1 convolution in nchw and the batched product inside Winograd. No workgroup memory.
// The batch is a grid with SIDE products per row. Products past row or column LEFT_SIDE reuse the last left factor.
// `left` is a texture with one run of texels per tile of 16 rows, or PARTS runs of PART_DEPTH values of k each. A texel
// holds four rows; runs are padded with zeros. `sampledRight` is the same of columns. SOURCE can select the buffer
// `right` instead; its columns are read as vectors if their count is a multiple of 4.
// Four neighboring invocations are a quad and compute a tile of 16 × 16 results. Each reads 4 rows and 4 columns per k
// and gets the other columns by quad swaps, so no value is read twice. On CPU adapters a vector from a buffer costs
// about forty multiply-adds, a texel twenty, a swap one.
// Technique: an outer product over rotated lanes, as SUMMA by Cannon's shifts (L. E. Cannon, 1969) in registers.
enable subgroups;

alias Element = f32;

const ROWS = 16u;
const COLUMNS = 16u;
const DEPTH = 8u;
const BATCH = 1u;
const SIDE = 1u;
const LEFT_SIDE = 1u;
const QUADS = 1u;
// Source of the columns: 0 a texture, 1 vectors of a buffer, 2 elements of a buffer.
const SOURCE = 1u;
const IS_UNEVEN = false;
const HAS_BIAS = false; const HAS_RESIDUAL = false;
const PARTS = 1u;
const PART_DEPTH = 8u;
const RUNS_LOG2 = 8u;
const STEP: u32 = 4u;
const RUN = PART_DEPTH * 4u;
const WIDTH = RUN << RUNS_LOG2;
const TEXEL = 1.0 / f32(WIDTH);
const TILES_ROWS = (ROWS + 15u) / 16u;
const TILES_COLUMNS = (COLUMNS + 15u) / 16u;
// Places per four columns. A place is a vector if a row is made of whole vectors, otherwise one column.
const PLACES = select(4u, 1u, COLUMNS % 4u == 0u);
const PITCH = COLUMNS * PLACES / 4u;

@group(0) @binding(0) var<storage, read> right: array<vec4<Element>, BATCH * DEPTH * COLUMNS / 4u>;
@group(0) @binding(1) var left: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> bias: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<vec4<Element>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<Element>, BATCH * ROWS * COLUMNS / 4u>;
@group(0) @binding(5) var nearest: sampler;
@group(0) @binding(6) var sampledRight: texture_2d<f32>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: texture_run.wgsl
fn texelOfRun(run: u32, texel: u32, texels: u32, runsLog2: u32) -> vec2f { return vec2f(); }
// end
// linked: activation.wgsl
fn activate(value: f32) -> f32 { return value; }
// end

@compute @workgroup_size(4u * QUADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  // quads past the last tile repeat it: swaps need every invocation
  let tile = min(workgroupIndex * QUADS + invocation / 4u, BATCH * TILES_ROWS * TILES_COLUMNS - 1u);
  let lane = invocation % 4u;
  let rowTile = tile % TILES_ROWS;
  let columnTile = tile / TILES_ROWS % TILES_COLUMNS;
  let batch = tile / (TILES_ROWS * TILES_COLUMNS);

  var sums: array<f32, 64>; // registers
  let factor = min(batch / SIDE, LEFT_SIDE - 1u) * LEFT_SIDE + min(batch % SIDE, LEFT_SIDE - 1u);
  let column = min((columnTile * 4u + lane) * PLACES, PITCH - 1u);
  var rightAt = batch * (DEPTH * PITCH) + column;
  for (var part = 0u; part < PARTS; part++) { // unroll if single
    let leftRun = (factor * TILES_ROWS + rowTile) * PARTS + part;
    let rightRun = (batch * TILES_COLUMNS + columnTile) * PARTS + part;
    let leftStart = texelOfRun(leftRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(left));
    let rightStart = texelOfRun(rightRun, lane, RUN, RUNS_LOG2) / vec2f(textureDimensions(sampledRight));
    for (var k = 0u; k < PART_DEPTH; k += STEP) {
      let along = f32(i32(k)) * (4.0 * TEXEL);
      let leftAlong = leftStart.x + along;
      let rightAlong = rightStart.x + along;
      var rows: array<vec4f, 4>; // registers
      var columns: array<vec4f, 4>; // registers
      for (var j = 0u; j < STEP; j++) { // unroll
        let fourRows = textureSampleLevel(left, nearest, vec2f(leftAlong + f32(j * 4u) * TEXEL, leftStart.y), 0.0);
        var fourColumns: vec4f;
        let at = rightAt + j * PITCH;
        switch (SOURCE) {
          case 0u: {
            fourColumns = textureSampleLevel(sampledRight, nearest, vec2f(rightAlong + f32(j * 4u) * TEXEL, rightStart.y), 0.0);
          }
          case 1u: { fourColumns = vec4f(right[at]); }
          default: {
            for (var e = 0u; e < 4u; e++) { // unroll
              let place = at + min(e, PITCH - 1u - column);
              fourColumns[e] = f32(right[place / 4u][place % 4u]);
            }
          }
        }
        // values past the depth belong to another product
        if (IS_UNEVEN) { fourColumns = select(fourColumns, vec4f(), part * PART_DEPTH + k + j >= DEPTH); }
        for (var e = 0u; e < 4u; e++) { // unroll
          rows[e][j] = fourRows[e];
          columns[e][j] = fourColumns[e];
        }
      }
      for (var y = 0u; y < 2u; y++) { // unroll
        for (var x = 0u; x < 2u; x++) { // unroll
          for (var row = 0u; row < 4u; row++) { // unroll
            for (var e = 0u; e < 4u; e++) { // unroll
              sums[row * 16u + y * 8u + x * 4u + e] += dot(columns[e], rows[row]);
            }
          }
          for (var e = 0u; e < 4u; e++) { // unroll
            columns[e] = quadSwapX(columns[e]);
          }
        }
        for (var e = 0u; e < 4u; e++) { // unroll
          columns[e] = quadSwapY(columns[e]);
        }
      }
      rightAt += STEP * PITCH;
    }
  }

  // not unrolled: stores are most of the compiled code
  for (var row = 0u; row < 4u; row++) {
    let atRow = min((rowTile * 4u + lane) * 4u + row, ROWS - 1u);
    for (var turn = 0u; turn < 4u; turn++) { // unroll
      var value: vec4f;
      for (var e = 0u; e < 4u; e++) { // unroll
        value[e] = vec4f(
          sums[turn * 4u + e], sums[16u + turn * 4u + e], sums[32u + turn * 4u + e], sums[48u + turn * 4u + e],
        )[row];
      }
      let atColumn = min((columnTile * 4u + (lane ^ turn)) * PLACES, PITCH - 1u);
      let at = (batch * ROWS + atRow) * PITCH + atColumn;
      if (HAS_BIAS) { value += vec4f(f32(bias[atRow])); }
      switch (SOURCE) {
        case 0u, 1u: {
          if (HAS_RESIDUAL) { value += vec4f(residual[at]); }
          output[at] = vec4<Element>(
            Element(activate(value.x)), Element(activate(value.y)), Element(activate(value.z)), Element(activate(value.w)),
          );
        }
        default: {
          for (var e = 0u; e < 4u; e++) { // unroll
            let place = at + min(e, PITCH - 1u - atColumn);
            if (HAS_RESIDUAL) { value[e] += f32(residual[place / 4u][place % 4u]); }
            output[place / 4u][place % 4u] = Element(activate(value[e]));
          }
        }
      }
    }
  }
}
