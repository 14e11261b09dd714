import { createImageFilter } from '../../../src/image/index.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const SOBEL_X = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];

/** What anybody would write first: nine loads of the video texture a pixel. */
const NAIVE = /* wgsl */ `
@group(0) @binding(0) var frame: texture_external;
@group(0) @binding(1) var result: texture_storage_2d<rgba8unorm, write>;
const WEIGHTS = array<f32, 9>(-1, 0, 1, -2, 0, 2, -1, 0, 1);
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

/** Milliseconds a camera frame takes to the canvas, this library and the naive pass in turn: medians. */
async function timeCameraFrame(rounds: number) {
  const device = await sharedDevice();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: video.videoWidth,
    height: video.videoHeight,
  });
  document.body.append(canvas);
  const context = canvas.getContext('webgpu')!;
  const filter = await createImageFilter(device, { type: 'matrix', matrix: SOBEL_X });
  const ways = { library: () => filter.apply(video, context), naive: naivePass(device, video, canvas) };
  const times = { library: [] as number[], naive: [] as number[] };
  for (let round = -3; round < rounds; round++) {
    for (const name of ['library', 'naive'] as const) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      await device.queue.onSubmittedWorkDone();
      const start = performance.now();
      await ways[name]();
      await device.queue.onSubmittedWorkDone();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
  const { importPath } = filter;
  filter.destroy();
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return {
    width: canvas.width,
    height: canvas.height,
    importPath,
    library: median(times.library),
    naive: median(times.naive),
  };
}

function naivePass(device: GPUDevice, video: HTMLVideoElement, canvas: HTMLCanvasElement): () => void {
  const module = device.createShaderModule({ code: NAIVE });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const result = device.createTexture({
    size: [canvas.width, canvas.height],
    format: 'rgba8unorm',
    usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC,
  });
  const output = document.createElement('canvas');
  Object.assign(output, { width: canvas.width, height: canvas.height });
  const context = output.getContext('webgpu')!;
  context.configure({ device, format: 'rgba8unorm', usage: GPUTextureUsage.COPY_DST });
  return () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: device.importExternalTexture({ source: video }) },
          { binding: 1, resource: result.createView() },
        ],
      }),
    );
    pass.dispatchWorkgroups(Math.ceil(canvas.width / 8), Math.ceil(canvas.height / 8));
    pass.end();
    encoder.copyTextureToTexture({ texture: result }, { texture: context.getCurrentTexture() }, [
      canvas.width,
      canvas.height,
    ]);
    device.queue.submit([encoder.finish()]);
  };
}

register({ timeCameraFrame });
