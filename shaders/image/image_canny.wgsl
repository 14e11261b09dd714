// image_canny: one of the five dispatches of Canny's edge detector, selected by PHASE. One pixel per invocation, 64 per
// workgroup. 0: computes slopes of the brightness, in whole 255ths. 1: keeps the steepest pixels across each edge and
// gives each its own label. 2: joins the labels of neighbors. 3: marks the labels of steep pixels. 4: draws the marked
// pixels.
// Sources: J. Canny, "A computational approach to edge detection" (1986), thinning and thresholds as in OpenCV;
// hysteresis by joining labels, V. Oliveira and R. Lotufo, "A study on connected components labeling algorithms using
// GPUs" (2010).
const IN_PITCH = 64u;
const OUT_WIDTH = 8u; const OUT_HEIGHT = 8u; const OUT_PITCH = 64u;
const PHASE = 0u;
const ALPHA = 0u;
const LUMA = vec3f(0.299, 0.587, 0.114);
const STRONG = 0x80000000u;
const NO_LABEL = 0x7fffffffu;

// Low and high threshold.
@group(0) @binding(2) var<storage, read> parameters: array<f32, 2>;
// Lower half: |x| + |y| of the slope. Upper half: the axis across the edge, 0 row, 1 column, 2 falling, 3 rising.
@group(0) @binding(3) var<storage, read_write> slopes: array<u32>;
// A pixel's label is the index of another pixel of its edge, or its own index.
@group(0) @binding(4) var<storage, read_write> labels: array<atomic<u32>>;

// linked: pixels.wgsl
@group(0) @binding(0) var<storage, read> input: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
fn load(index: u32) -> vec4f { return unpack4x8unorm(input[index]); }
fn store(index: u32, value: vec4f) { output[index] = pack4x8unorm(value); }
// end
// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end

fn brightness(x: i32, y: i32) -> i32 {
  let at = clamp(vec2i(x, y), vec2i(0), vec2i(i32(OUT_WIDTH) - 1, i32(OUT_HEIGHT) - 1));
  return i32(round(clamp(dot(load(u32(at.y) * IN_PITCH + u32(at.x)).rgb, LUMA), 0.0, 1.0) * 255.0));
}

fn slopeAt(x: i32, y: i32) -> u32 {
  let upLeft = brightness(x - 1, y - 1);
  let upRight = brightness(x + 1, y - 1);
  let downLeft = brightness(x - 1, y + 1);
  let downRight = brightness(x + 1, y + 1);
  let across = upRight - upLeft + downRight - downLeft + 2 * (brightness(x + 1, y) - brightness(x - 1, y));
  let along = downLeft - upLeft + downRight - upRight + 2 * (brightness(x, y + 1) - brightness(x, y - 1));
  // tangents of 22.5° and 67.5° in units of 2⁻¹⁵
  let flat = abs(across) * 13573;
  let steep = flat + (abs(across) << 16u);
  let height = abs(along) << 15u;
  var axis = select(2u, 3u, (across ^ along) < 0);
  if (height > steep) { axis = 1u; }
  if (height < flat) { axis = 0u; }
  return u32(abs(across) + abs(along)) | (axis << 16u);
}

fn steepness(x: i32, y: i32) -> u32 {
  let inside = x >= 0 && y >= 0 && x < i32(OUT_WIDTH) && y < i32(OUT_HEIGHT);
  return select(0u, slopes[u32(y) * OUT_WIDTH + u32(x)] & 0xffffu, inside);
}

fn isCandidate(x: i32, y: i32) -> bool {
  let slope = slopes[u32(y) * OUT_WIDTH + u32(x)];
  let own = slope & 0xffffu;
  if (f32(own) <= floor(parameters[0])) { return false; }
  switch (slope >> 16u) {
    case 0u: { return own > steepness(x - 1, y) && own >= steepness(x + 1, y); }
    case 1u: { return own > steepness(x, y - 1) && own >= steepness(x, y + 1); }
    case 2u: { return own > steepness(x - 1, y - 1) && own > steepness(x + 1, y + 1); }
    default: { return own > steepness(x + 1, y - 1) && own > steepness(x - 1, y + 1); }
  }
}

fn labelOf(index: u32) -> u32 {
  return atomicLoad(&labels[index]) & ~STRONG;
}

fn rootOf(index: u32) -> u32 {
  var root = index;
  var next = labelOf(root);
  while (next != root) {
    root = next;
    next = labelOf(root);
  }
  return root;
}

fn join(first: u32, second: u32) {
  var a = rootOf(first);
  var b = rootOf(second);
  while (a != b) {
    let larger = max(a, b);
    let smaller = min(a, b);
    // the larger root takes the smaller as its label; if another invocation was faster, continue from its label
    let before = atomicMin(&labels[larger], smaller);
    if (before == larger) { return; }
    a = rootOf(before);
    b = rootOf(smaller);
  }
}

fn joinNeighbor(index: u32, x: i32, y: i32) {
  if (x < 0 || y < 0 || x >= i32(OUT_WIDTH)) { return; }
  let other = u32(y) * OUT_WIDTH + u32(x);
  if (labelOf(other) != NO_LABEL) { join(index, other); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let workgroupIndex = workgroupIndexOf(workgroup);
  let index = workgroupIndex * 64u + invocation;
  if (workgroupIndex >= WORKGROUP_COUNT || index >= OUT_WIDTH * OUT_HEIGHT) { return; }
  let x = i32(index % OUT_WIDTH);
  let y = i32(index / OUT_WIDTH);
  switch (PHASE) {
    case 0u: { slopes[index] = slopeAt(x, y); }
    case 1u: { atomicStore(&labels[index], select(NO_LABEL, index, isCandidate(x, y))); }
    case 2u: {
      if (labelOf(index) == NO_LABEL) { return; }
      joinNeighbor(index, x - 1, y);
      joinNeighbor(index, x - 1, y - 1);
      joinNeighbor(index, x, y - 1);
      joinNeighbor(index, x + 1, y - 1);
    }
    case 3u: {
      let isSteep = f32(slopes[index] & 0xffffu) > floor(parameters[1]);
      if (isSteep && labelOf(index) != NO_LABEL) { atomicOr(&labels[rootOf(index)], STRONG); }
    }
    default: {
      var shown = 0.0;
      if (labelOf(index) != NO_LABEL) { shown = f32(atomicLoad(&labels[rootOf(index)]) >> 31u); }
      let alpha = select(load(u32(y) * IN_PITCH + u32(x)).a, 1.0, ALPHA == 0u);
      store(u32(y) * OUT_PITCH + u32(x), vec4f(vec3f(shown), alpha));
    }
  }
}
