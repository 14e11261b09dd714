/** What anybody would write first: nine loads of the video texture a pixel. */
const shaderOf = (weights: readonly number[]) => /* wgsl */ `
@group(0) @binding(0) var frame: texture_external;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;
const WEIGHTS = array<f32, 9>(${weights.join(', ')});
@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = vec2i(textureDimensions(frame));
  let place = vec2i(id.xy);
  if (any(place >= size)) { return; }
  var sum = vec3f(0.0);
  for (var y = 0; y < 3; y++) {
    for (var x = 0; x < 3; x++) {
      let tap = clamp(place + vec2i(x - 1, y - 1), vec2i(0), size - 1);
      sum += WEIGHTS[y * 3 + x] * textureLoad(frame, tap).rgb;
    }
  }
  textureStore(result, place, vec4f(sum, 1.0));
}`;

/** A 3×3 filter from a video to a canvas of the same size, a frame a call. */
export function naiveVideoPass(
  device: GPUDevice,
  video: HTMLVideoElement,
  { width, height }: { width: number; height: number },
  weights: readonly number[],
): { canvas: HTMLCanvasElement; pass: () => void } {
  const module = device.createShaderModule({ code: shaderOf(weights) });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const { STORAGE_BINDING, COPY_SRC, COPY_DST } = GPUTextureUsage;
  const usage = STORAGE_BINDING | COPY_SRC;
  const result = device.createTexture({ size: { width, height }, format: 'rgba8unorm', usage });
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('webgpu')!;
  context.configure({ device, format: 'rgba8unorm', usage: COPY_DST });
  const pass = () => {
    const encoder = device.createCommandEncoder();
    const compute = encoder.beginComputePass();
    compute.setPipeline(pipeline);
    const resources = [device.importExternalTexture({ source: video }), result.createView()];
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    compute.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    compute.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
    compute.end();
    encoder.copyTextureToTexture(
      { texture: result },
      { texture: context.getCurrentTexture() },
      { width, height },
    );
    device.queue.submit([encoder.finish()]);
  };
  return { canvas, pass };
}
