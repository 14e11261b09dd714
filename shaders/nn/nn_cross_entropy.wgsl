// nn_cross_entropy: softmax cross-entropy of rows of scores against rows of target probabilities, and its gradient with
// respect to the scores. One row per workgroup. Workgroup bytes: 512 (workgroup_sum, workgroup_max).
// Source: C. Bishop, Pattern Recognition and Machine Learning, section 4.3.4; log-sum-exp about the largest score.
alias Element = f32;

const CLASSES = 10u;
const SCALE = 1.0f;

@group(0) @binding(0) var<storage, read> scores: array<Element>;
@group(0) @binding(1) var<storage, read> targets: array<Element>;
@group(0) @binding(2) var<storage, read_write> rowLosses: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<Element>;

// linked: workgroups.wgsl
const WORKGROUP_COUNT = 1u; fn workgroupIndexOf(id: vec3u) -> u32 { return id.x; }
// end
// linked: workgroup_sum.wgsl
fn workgroupSum(value: f32, invocation: u32) -> f32 { return value; }
// end
// linked: workgroup_max.wgsl
fn workgroupMax(value: f32, invocation: u32) -> f32 { return value; }
// end

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) invocation: u32) {
  let row = workgroupIndexOf(workgroup);
  if (row >= WORKGROUP_COUNT) { return; }
  let base = row * CLASSES;
  var largest = -3.4028234e38;
  for (var i = invocation; i < CLASSES; i += 64u) { largest = max(largest, f32(scores[base + i])); }
  largest = workgroupMax(largest, invocation);
  var sum = 0.0;
  var mass = 0.0;
  for (var i = invocation; i < CLASSES; i += 64u) {
    sum += exp(f32(scores[base + i]) - largest);
    mass += f32(targets[base + i]);
  }
  sum = workgroupSum(sum, invocation);
  mass = workgroupSum(mass, invocation);
  let logSum = log(sum);
  var loss = 0.0;
  for (var i = invocation; i < CLASSES; i += 64u) {
    let score = f32(scores[base + i]) - largest;
    let goal = f32(targets[base + i]);
    if (goal != 0.0) { loss += goal * (logSum - score); }
    gradient[base + i] = Element(SCALE * (exp(score) / sum * mass - goal));
  }
  loss = workgroupSum(loss, invocation);
  if (invocation == 0u) { rowLosses[row] = loss; }
}
