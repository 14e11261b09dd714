import shader from '../../../shaders/image/image_draw.wgsl';
import { specialize } from '../../wgsl/specialize.ts';
import { pitchOf, type Size } from '../picture.ts';

/** A compiled pipeline, and its bind group per picture: nothing is created per frame. */
interface Drawing {
  readonly pipeline: GPURenderPipeline;
  readonly groups: WeakMap<GPUBuffer, GPUBindGroup>;
}

/** Per device, by format and constants. */
const drawings = new WeakMap<GPUDevice, Map<string, Drawing>>();

/** Draws a picture onto all of `target`, stretched to fit. */
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
  const drawing = drawingFor(device, target.format, constants);
  const pass = encoder.beginRenderPass({
    label: 'image_draw',
    colorAttachments: [{ view: target.createView(), loadOp: 'clear', storeOp: 'store' }],
  });
  pass.setPipeline(drawing.pipeline);
  pass.setBindGroup(0, groupFor(device, drawing, picture));
  pass.draw(3);
  pass.end();
}

function groupFor(device: GPUDevice, { pipeline, groups }: Drawing, picture: GPUBuffer): GPUBindGroup {
  const found = groups.get(picture);
  if (found) return found;
  const entries = [{ binding: 0, resource: { buffer: picture } }];
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  groups.set(picture, group);
  return group;
}

function drawingFor(
  device: GPUDevice,
  format: GPUTextureFormat,
  constants: Record<string, number | boolean>,
): Drawing {
  const known = drawings.get(device) ?? new Map<string, Drawing>();
  drawings.set(device, known);
  const key = `${format} ${JSON.stringify(constants)}`;
  const found = known.get(key);
  if (found) return found;
  const code = specialize(shader, constants);
  const module = device.createShaderModule({ label: 'image_draw', code });
  const pipeline = device.createRenderPipeline({
    label: 'image_draw',
    layout: 'auto',
    vertex: { module },
    fragment: { module, targets: [{ format }] },
  });
  const drawing = { pipeline, groups: new WeakMap<GPUBuffer, GPUBindGroup>() };
  known.set(key, drawing);
  return drawing;
}
