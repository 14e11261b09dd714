// fft_filter
alias Element = f32;

const OUT_CHANNELS = 2u;
const FILTER_HEIGHT = 3u; const FILTER_WIDTH = 3u;
const FLIP_FILTER = false;
const FILTER_SIZE = 18u;
const FILTER_STRIDE_O = 9u; const FILTER_STRIDE_H = 3u; const FILTER_STRIDE_W = 1u;
const DIGITS = 3u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;

@group(0) @binding(0) var<storage, read> filterWeights: array<Element, FILTER_SIZE>;
@group(0) @binding(1) var<storage, read_write> spectrum: array<vec4f, (OUT_CHANNELS + 1u) / 2u * SQUARE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
fn turnOf(parts: u32, digits: u32) -> vec2f {
  let eighth = 1u << (2u * digits - 3u);
  let isSteep = parts > eighth;
  let angle = f32(select(parts, 2u * eighth - parts, isSteep)) / f32(eighth) * 0.7853981633974483;
  let s = angle * angle;
  let cosine = 1.0 + s * (-0.5 + s * (4.1666667e-2 + s * (-1.3888889e-3 + s * 2.4801587e-5)));
  let sine = angle * (1.0 + s * (-1.6666667e-1 + s * (8.3333333e-3 + s * (-1.9841270e-4 + s * 2.7557319e-6))));
  return select(vec2f(cosine, -sine), vec2f(sine, -cosine), isSteep);
}

fn times(x: vec4f, by: vec2f) -> vec4f {
  return vec4f(x.x * by.x - x.y * by.y, x.x * by.y + x.y * by.x, x.z * by.x - x.w * by.y, x.z * by.y + x.w * by.x);
}

fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> {
  let one = turnOf(parts, digits);
  let two = times(vec4f(one, 0.0, 0.0), one).xy;
  let three = times(vec4f(two, 0.0, 0.0), one).xy;
  return array<vec4f, 4>(x[0], times(x[1], one), times(x[2], two), times(x[3], three));
}


fn weightAt(oc: u32, kh: u32, kw: u32) -> f32 {
  if (oc >= OUT_CHANNELS || kh >= FILTER_HEIGHT || kw >= FILTER_WIDTH) { return 0.0; }
  let row = select(kh, FILTER_HEIGHT - 1u - kh, FLIP_FILTER);
  let column = select(kw, FILTER_WIDTH - 1u - kw, FLIP_FILTER);
  return f32(filterWeights[oc * FILTER_STRIDE_O + row * FILTER_STRIDE_H + column * FILTER_STRIDE_W]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let oc = index / QUARTER * 2u;
    let kw = index % SIDE;
    let firstRow = (index % QUARTER) >> SIDE_LOG2;
    var x: array<vec4f, 4>;
    for (var i = 0u; i < 4u; i++) {
      let kh = firstRow + i * (SIDE / 4u);
      x[i] = vec4f(weightAt(oc, kh, kw), 0.0, weightAt(oc + 1u, kh, kw), 0.0);
    }
    x = rotated(fourier4(x), firstRow, DIGITS);
{
      spectrum[index * 4u + 0u] = x[0u];
}
{
      spectrum[index * 4u + 1u] = x[1u];
}
{
      spectrum[index * 4u + 2u] = x[2u];
}
{
      spectrum[index * 4u + 3u] = x[3u];
}
  }
}

// fft_input
alias Element = f32;

const IN_HEIGHT = 4u; const IN_WIDTH = 4u;
const OUT_CHANNELS = 2u;
const OUT_WIDTH = 4u;
const GROUP_OUT_CHANNELS = 1u;
const PAD_TOP = 1i; const PAD_LEFT = 1i;
const PADDING_VALUE = 0f;
const HAS_BORDER = true;
const INPUT_SIZE = 32u;
const INPUT_STRIDE_N = 32u; const INPUT_STRIDE_C = 16u; const INPUT_STRIDE_H = 4u; const INPUT_STRIDE_W = 1u;
const TILE_OH = 62u; const TILE_OW = 62u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 2u;
const SQUARE_COUNT = 1u;
const DIGITS = 3u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const TILES_OW = (OUT_WIDTH + TILE_OW - 1u) / TILE_OW;

@group(0) @binding(0) var<storage, read> input: array<Element, INPUT_SIZE>;
@group(0) @binding(1) var<storage, read_write> spectrum: array<vec4f, SQUARE_COUNT * SQUARE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

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
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
fn turnOf(parts: u32, digits: u32) -> vec2f {
  let eighth = 1u << (2u * digits - 3u);
  let isSteep = parts > eighth;
  let angle = f32(select(parts, 2u * eighth - parts, isSteep)) / f32(eighth) * 0.7853981633974483;
  let s = angle * angle;
  let cosine = 1.0 + s * (-0.5 + s * (4.1666667e-2 + s * (-1.3888889e-3 + s * 2.4801587e-5)));
  let sine = angle * (1.0 + s * (-1.6666667e-1 + s * (8.3333333e-3 + s * (-1.9841270e-4 + s * 2.7557319e-6))));
  return select(vec2f(cosine, -sine), vec2f(sine, -cosine), isSteep);
}

fn times(x: vec4f, by: vec2f) -> vec4f {
  return vec4f(x.x * by.x - x.y * by.y, x.x * by.y + x.y * by.x, x.z * by.x - x.w * by.y, x.z * by.y + x.w * by.x);
}

fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> {
  let one = turnOf(parts, digits);
  let two = times(vec4f(one, 0.0, 0.0), one).xy;
  let three = times(vec4f(two, 0.0, 0.0), one).xy;
  return array<vec4f, 4>(x[0], times(x[1], one), times(x[2], two), times(x[3], three));
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let firstRow = (index % QUARTER) >> SIDE_LOG2;
    var x: array<vec4f, 4>;
    for (var e = 0u; e < 4u; e++) {
      let pair = min(index / QUARTER * 2u + e / 2u, PAIR_COUNT - 1u);
      let tile = pair % MAP_PAIRS * 2u + e % 2u;
      let oc = pair / MAP_PAIRS % OUT_CHANNELS;
      let plane = pair / (MAP_PAIRS * OUT_CHANNELS) * INPUT_STRIDE_N + oc / GROUP_OUT_CHANNELS * INPUT_STRIDE_C;
      let iw = foldIndex(i32(tile % TILES_OW * TILE_OW + index % SIDE) - PAD_LEFT, i32(IN_WIDTH));
{
        let row = tile / TILES_OW * TILE_OH + firstRow + 0u * (SIDE / 4u);
        let ih = foldIndex(i32(row) - PAD_TOP, i32(IN_HEIGHT));
        let value = f32(input[plane + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W]);
        x[0u] = vec4f(x[0u].yzw, select(PADDING_VALUE, value, !HAS_BORDER | ((ih >= 0) & (iw >= 0))));
}
{
        let row = tile / TILES_OW * TILE_OH + firstRow + 1u * (SIDE / 4u);
        let ih = foldIndex(i32(row) - PAD_TOP, i32(IN_HEIGHT));
        let value = f32(input[plane + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W]);
        x[1u] = vec4f(x[1u].yzw, select(PADDING_VALUE, value, !HAS_BORDER | ((ih >= 0) & (iw >= 0))));
}
{
        let row = tile / TILES_OW * TILE_OH + firstRow + 2u * (SIDE / 4u);
        let ih = foldIndex(i32(row) - PAD_TOP, i32(IN_HEIGHT));
        let value = f32(input[plane + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W]);
        x[2u] = vec4f(x[2u].yzw, select(PADDING_VALUE, value, !HAS_BORDER | ((ih >= 0) & (iw >= 0))));
}
{
        let row = tile / TILES_OW * TILE_OH + firstRow + 3u * (SIDE / 4u);
        let ih = foldIndex(i32(row) - PAD_TOP, i32(IN_HEIGHT));
        let value = f32(input[plane + u32(max(ih, 0)) * INPUT_STRIDE_H + u32(max(iw, 0)) * INPUT_STRIDE_W]);
        x[3u] = vec4f(x[3u].yzw, select(PADDING_VALUE, value, !HAS_BORDER | ((ih >= 0) & (iw >= 0))));
}
    }
    x = rotated(fourier4(x), firstRow, DIGITS);
{
      spectrum[index * 4u + 0u] = x[0u];
}
{
      spectrum[index * 4u + 1u] = x[1u];
}
{
      spectrum[index * 4u + 2u] = x[2u];
}
{
      spectrum[index * 4u + 3u] = x[3u];
}
  }
}

// fft_product
const OUT_CHANNELS = 2u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 2u;
const SQUARE_COUNT = 1u;
const DIGITS = 3u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const SCALE: f32 = 1.0 / f32(SQUARE);

@group(0) @binding(0) var<storage, read> spectrum: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read> filterSpectrum: array<vec4f, (OUT_CHANNELS + 1u) / 2u * SQUARE>;
@group(0) @binding(2) var<storage, read_write> products: array<vec4f, SQUARE_COUNT * SQUARE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
fn turnOf(parts: u32, digits: u32) -> vec2f {
  let eighth = 1u << (2u * digits - 3u);
  let isSteep = parts > eighth;
  let angle = f32(select(parts, 2u * eighth - parts, isSteep)) / f32(eighth) * 0.7853981633974483;
  let s = angle * angle;
  let cosine = 1.0 + s * (-0.5 + s * (4.1666667e-2 + s * (-1.3888889e-3 + s * 2.4801587e-5)));
  let sine = angle * (1.0 + s * (-1.6666667e-1 + s * (8.3333333e-3 + s * (-1.9841270e-4 + s * 2.7557319e-6))));
  return select(vec2f(cosine, -sine), vec2f(sine, -cosine), isSteep);
}

fn times(x: vec4f, by: vec2f) -> vec4f {
  return vec4f(x.x * by.x - x.y * by.y, x.x * by.y + x.y * by.x, x.z * by.x - x.w * by.y, x.z * by.y + x.w * by.x);
}

fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> {
  let one = turnOf(parts, digits);
  let two = times(vec4f(one, 0.0, 0.0), one).xy;
  let three = times(vec4f(two, 0.0, 0.0), one).xy;
  return array<vec4f, 4>(x[0], times(x[1], one), times(x[2], two), times(x[3], three));
}
fn reversedDigits(number: u32, digits: u32) -> u32 {
  let bits = reverseBits(number) >> (32u - 2u * digits);
  return ((bits & 0x55555555u) << 1u) | ((bits >> 1u) & 0x55555555u);
}


fn weightOf(pair: u32, place: u32) -> vec2f {
  let oc = min(pair, PAIR_COUNT - 1u) / MAP_PAIRS % OUT_CHANNELS;
  let weights = filterSpectrum[oc / 2u * SQUARE + place];
  return select(weights.xy, weights.zw, oc % 2u == 1u) * SCALE;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let square = index / QUARTER;
    let place = index % QUARTER;
    var x: array<vec4f, 4>;
{
      x[0u] = spectrum[square * SQUARE + place + 0u * QUARTER];
}
{
      x[1u] = spectrum[square * SQUARE + place + 1u * QUARTER];
}
{
      x[2u] = spectrum[square * SQUARE + place + 2u * QUARTER];
}
{
      x[3u] = spectrum[square * SQUARE + place + 3u * QUARTER];
}
    x = fourier4(x);
{
      let v = weightOf(square * 2u, place * 4u + 0u);
      let w = weightOf(square * 2u + 1u, place * 4u + 0u);
      let z = x[0u];
      x[0u] = vec4f(z.y * v.x - z.x * v.y, z.x * v.x + z.y * v.y, z.w * w.x - z.z * w.y, z.z * w.x + z.w * w.y);
}
{
      let v = weightOf(square * 2u, place * 4u + 1u);
      let w = weightOf(square * 2u + 1u, place * 4u + 1u);
      let z = x[1u];
      x[1u] = vec4f(z.y * v.x - z.x * v.y, z.x * v.x + z.y * v.y, z.w * w.x - z.z * w.y, z.z * w.x + z.w * w.y);
}
{
      let v = weightOf(square * 2u, place * 4u + 2u);
      let w = weightOf(square * 2u + 1u, place * 4u + 2u);
      let z = x[2u];
      x[2u] = vec4f(z.y * v.x - z.x * v.y, z.x * v.x + z.y * v.y, z.w * w.x - z.z * w.y, z.z * w.x + z.w * w.y);
}
{
      let v = weightOf(square * 2u, place * 4u + 3u);
      let w = weightOf(square * 2u + 1u, place * 4u + 3u);
      let z = x[3u];
      x[3u] = vec4f(z.y * v.x - z.x * v.y, z.x * v.x + z.y * v.y, z.w * w.x - z.z * w.y, z.z * w.x + z.w * w.y);
}
    let to = reversedDigits(place * 4u, 2u * DIGITS);
    x = rotated(fourier4(x), to >> SIDE_LOG2, DIGITS);
{
      products[square * SQUARE + to * 4u + 0u] = x[0u];
}
{
      products[square * SQUARE + to * 4u + 1u] = x[1u];
}
{
      products[square * SQUARE + to * 4u + 2u] = x[2u];
}
{
      products[square * SQUARE + to * 4u + 3u] = x[3u];
}
  }
}

// fft_pass
const LEVEL = 1u;
const SQUARE_COUNT = 1u;
const DIGITS = 3u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;

@group(0) @binding(0) var<storage, read> before: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read_write> after: array<vec4f, SQUARE_COUNT * SQUARE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
fn turnOf(parts: u32, digits: u32) -> vec2f {
  let eighth = 1u << (2u * digits - 3u);
  let isSteep = parts > eighth;
  let angle = f32(select(parts, 2u * eighth - parts, isSteep)) / f32(eighth) * 0.7853981633974483;
  let s = angle * angle;
  let cosine = 1.0 + s * (-0.5 + s * (4.1666667e-2 + s * (-1.3888889e-3 + s * 2.4801587e-5)));
  let sine = angle * (1.0 + s * (-1.6666667e-1 + s * (8.3333333e-3 + s * (-1.9841270e-4 + s * 2.7557319e-6))));
  return select(vec2f(cosine, -sine), vec2f(sine, -cosine), isSteep);
}

fn times(x: vec4f, by: vec2f) -> vec4f {
  return vec4f(x.x * by.x - x.y * by.y, x.x * by.y + x.y * by.x, x.z * by.x - x.w * by.y, x.z * by.y + x.w * by.x);
}

fn rotated(x: array<vec4f, 4>, parts: u32, digits: u32) -> array<vec4f, 4> {
  let one = turnOf(parts, digits);
  let two = times(vec4f(one, 0.0, 0.0), one).xy;
  let three = times(vec4f(two, 0.0, 0.0), one).xy;
  return array<vec4f, 4>(x[0], times(x[1], one), times(x[2], two), times(x[3], three));
}


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let place = index % QUARTER;
    let first = index / QUARTER * SQUARE + place;
    var x: array<vec4f, 4>;
{
      x[0u] = before[first + 0u * QUARTER];
}
{
      x[1u] = before[first + 1u * QUARTER];
}
{
      x[2u] = before[first + 2u * QUARTER];
}
{
      x[3u] = before[first + 3u * QUARTER];
}
    x = rotated(fourier4(x), (place >> (SIDE_LOG2 + 2u * LEVEL)) << (2u * LEVEL), DIGITS);
{
      after[index * 4u + 0u] = x[0u];
}
{
      after[index * 4u + 1u] = x[1u];
}
{
      after[index * 4u + 2u] = x[2u];
}
{
      after[index * 4u + 3u] = x[3u];
}
  }
}

// fft_output
alias Element = f32;

const OUT_CHANNELS = 2u;
const OUT_HEIGHT = 4u; const OUT_WIDTH = 4u;
const HAS_BIAS = true; const HAS_RESIDUAL = false;
const OUTPUT_SIZE = 32u;
const OUTPUT_STRIDE_N = 32u; const OUTPUT_STRIDE_C = 16u; const OUTPUT_STRIDE_H = 4u; const OUTPUT_STRIDE_W = 1u;
const DIGITS = 3u;
const TILE_OH = 62u; const TILE_OW = 62u;
const MAP_PAIRS = 1u;
const PAIR_COUNT = 2u;
const SQUARE_COUNT = 1u;
const BUTTERFLIES_PER_INVOCATION = 16u;
const SIDE_LOG2 = 2u * DIGITS;
const SIDE = 1u << SIDE_LOG2;
const SQUARE = SIDE * SIDE;
const QUARTER = SQUARE / 4u;
const TILES_OH = (OUT_HEIGHT + TILE_OH - 1u) / TILE_OH;
const TILES_OW = (OUT_WIDTH + TILE_OW - 1u) / TILE_OW;

@group(0) @binding(0) var<storage, read> products: array<vec4f, SQUARE_COUNT * SQUARE>;
@group(0) @binding(1) var<storage, read> bias: array<Element>;
@group(0) @binding(2) var<storage, read> residual: array<Element>;
@group(0) @binding(3) var<storage, read_write> output: array<Element, OUTPUT_SIZE>;
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
fn fourier4(x: array<vec4f, 4>) -> array<vec4f, 4> {
  let even = x[0] + x[2];
  let evenLess = x[0] - x[2];
  let odd = x[1] + x[3];
  let less = x[1] - x[3];
  let oddLess = vec4f(less.y, -less.x, less.w, -less.z); // times −i
  return array<vec4f, 4>(even + odd, evenLess + oddLess, even - odd, evenLess - oddLess);
}
fn reversedDigits(number: u32, digits: u32) -> u32 {
  let bits = reverseBits(number) >> (32u - 2u * digits);
  return ((bits & 0x55555555u) << 1u) | ((bits >> 1u) & 0x55555555u);
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


@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  if (workgroupIndex >= WORKGROUP_COUNT) { return; }
  for (var turn = 0u; turn < BUTTERFLIES_PER_INVOCATION; turn++) {
    let index = (workgroupIndex * BUTTERFLIES_PER_INVOCATION + turn) * 64u + invocation;
    let square = index / QUARTER;
    let place = index % QUARTER;
    let first = square * SQUARE + reversedDigits(place, 2u * DIGITS) / 4u;
    var x: array<vec4f, 4>;
{
      x[0u] = products[first + 0u * QUARTER];
}
{
      x[1u] = products[first + 1u * QUARTER];
}
{
      x[2u] = products[first + 2u * QUARTER];
}
{
      x[3u] = products[first + 3u * QUARTER];
}
    x = fourier4(x);
{
      x[0u] = x[0u].yxwz;
}
{
      x[1u] = x[1u].yxwz;
}
{
      x[2u] = x[2u].yxwz;
}
{
      x[3u] = x[3u].yxwz;
}
    let column = place % SIDE;
    for (var e = 0u; e < 4u; e++) {
      let pair = square * 2u + e / 2u;
      let tile = pair % MAP_PAIRS * 2u + e % 2u;
      let oc = pair / MAP_PAIRS % OUT_CHANNELS;
      let ow = tile % TILES_OW * TILE_OW + column;
      let at = pair / (MAP_PAIRS * OUT_CHANNELS) * OUTPUT_STRIDE_N + oc * OUTPUT_STRIDE_C + ow * OUTPUT_STRIDE_W;
      if (pair < PAIR_COUNT && tile < TILES_OH * TILES_OW && column < TILE_OW && ow < OUT_WIDTH) {
{
          let row = (place >> SIDE_LOG2) + 0u * (SIDE / 4u);
          let oh = tile / TILES_OW * TILE_OH + row;
          if (row < TILE_OH && oh < OUT_HEIGHT) {
            var value = x[0u].x;
            if (HAS_BIAS) { value += f32(bias[oc]); }
            output[at + oh * OUTPUT_STRIDE_H] = Element(activate(value));
          }
}
{
          let row = (place >> SIDE_LOG2) + 1u * (SIDE / 4u);
          let oh = tile / TILES_OW * TILE_OH + row;
          if (row < TILE_OH && oh < OUT_HEIGHT) {
            var value = x[1u].x;
            if (HAS_BIAS) { value += f32(bias[oc]); }
            output[at + oh * OUTPUT_STRIDE_H] = Element(activate(value));
          }
}
{
          let row = (place >> SIDE_LOG2) + 2u * (SIDE / 4u);
          let oh = tile / TILES_OW * TILE_OH + row;
          if (row < TILE_OH && oh < OUT_HEIGHT) {
            var value = x[2u].x;
            if (HAS_BIAS) { value += f32(bias[oc]); }
            output[at + oh * OUTPUT_STRIDE_H] = Element(activate(value));
          }
}
{
          let row = (place >> SIDE_LOG2) + 3u * (SIDE / 4u);
          let oh = tile / TILES_OW * TILE_OH + row;
          if (row < TILE_OH && oh < OUT_HEIGHT) {
            var value = x[3u].x;
            if (HAS_BIAS) { value += f32(bias[oc]); }
            output[at + oh * OUTPUT_STRIDE_H] = Element(activate(value));
          }
}
      }
{
        x[0u] = x[0u].yzwx;
}
{
        x[1u] = x[1u].yzwx;
}
{
        x[2u] = x[2u].yzwx;
}
{
        x[3u] = x[3u].yzwx;
}
    }
  }
}
