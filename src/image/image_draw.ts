import { specialise } from '../kernels/specialise.ts';
import { pitchOf, type Size } from './picture.ts';
import { IMAGE_SHADERS } from './shaders.ts';

/** Pipelines by format and constants, a device. */
const pipelines = new WeakMap<GPUDevice, Map<string, GPURenderPipeline>>();

/** Draws a picture over the whole of `target`, stretched to fit. */
export function drawPicture(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  picture: GPUBuffer,
  size: Size,
  target: GPUTexture,
  isPremultiplied: boolean,
): void {
  const constants = {
    WIDTH: size.width,
    HEIGHT: size.height,
    PITCH: pitchOf(size.width),
    TARGET_WIDTH: target.width,
    TARGET_HEIGHT: target.height,
    IS_PREMULTIPLIED: isPremultiplied,
  };
  const pipeline = pipelineFor(device, target.format, constants);
  const pass = encoder.beginRenderPass({
    label: 'image_draw',
    colorAttachments: [{ view: target.createView(), loadOp: 'clear', storeOp: 'store' }],
  });
  pass.setPipeline(pipeline);
  const entries = [{ binding: 0, resource: { buffer: picture } }];
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.draw(3);
  pass.end();
}

function pipelineFor(
  device: GPUDevice,
  format: GPUTextureFormat,
  constants: Record<string, number | boolean>,
): GPURenderPipeline {
  const known = pipelines.get(device) ?? new Map<string, GPURenderPipeline>();
  pipelines.set(device, known);
  const key = `${format} ${JSON.stringify(constants)}`;
  const found = known.get(key);
  if (found) return found;
  const code = specialise('image_draw', IMAGE_SHADERS, constants);
  const module = device.createShaderModule({ label: 'image_draw', code });
  const pipeline = device.createRenderPipeline({
    label: 'image_draw',
    layout: 'auto',
    vertex: { module },
    fragment: { module, targets: [{ format }] },
  });
  known.set(key, pipeline);
  return pipeline;
}
