import { tensor } from '../../../src/index.ts';
import { createModel, createPictureModel, GraphBuilder, type PictureSource } from '../../../src/nn/index.ts';
import { spyOnDevice } from '../spy.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

const [WIDTH, HEIGHT] = [19, 11];

/** A model that doubles a picture and exaggerates it, past both ends of the range. */
async function doubling(device: GPUDevice, layout: 'nchw' | 'nhwc', range: 1 | 255) {
  const graph = new GraphBuilder();
  const shape = layout === 'nchw' ? [1, 3, HEIGHT, WIDTH] : [1, HEIGHT, WIDTH, 3];
  const large = graph.resize2d(graph.input('picture', shape), {
    sizes: [2 * HEIGHT, 2 * WIDTH],
    mode: 'linear',
    inputLayout: layout,
  });
  const centered = graph.binary('sub', large, graph.constant([range / 2], [1]));
  const steep = graph.binary('mul', centered, graph.constant([1.7], [1]));
  const doubled = graph.binary('add', steep, graph.constant([range / 2], [1]));
  return createModel(device, { nodes: graph.nodes, outputs: { doubled } });
}

/**
 * A picture drawn through a model, and what the model makes of its pixels by itself: `[height, width, 3]`.
 * @param format the canvas is configured with, if it is
 */
async function drawThrough(
  layout: 'nchw' | 'nhwc',
  range: 1 | 255,
  kind: 'bitmap' | 'frame' | 'canvas',
  format?: GPUTextureFormat,
) {
  const device = await sharedDevice();
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const drawing = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  for (let x = 0; x < WIDTH; x++) {
    drawing.fillStyle = `rgb(${x * 13}, ${255 - x * 9}, ${(x * 57) % 256})`;
    drawing.fillRect(x, x % 3, 1, HEIGHT);
  }
  const bytes = drawing.getImageData(0, 0, WIDTH, HEIGHT).data;
  const model = await doubling(device, layout, range);
  const live = await createPictureModel(model, { layout, range });
  const target = new OffscreenCanvas(1, 1);
  const source: PictureSource =
    kind === 'canvas'
      ? canvas
      : kind === 'bitmap'
        ? await createImageBitmap(canvas)
        : new VideoFrame(canvas, { timestamp: 0 });
  const context = target.getContext('webgpu') as GPUCanvasContext;
  if (format) context.configure({ device, format });
  live.draw(source, context);
  const copy = new OffscreenCanvas(target.width, target.height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D;
  copy.drawImage(target, 0, 0);
  const drawn = Array.from(copy.getImageData(0, 0, target.width, target.height).data);
  if ('close' in source) source.close();
  const place = (index: number) => {
    const [pixel, color] =
      layout === 'nhwc'
        ? [Math.floor(index / 3), index % 3]
        : [index % (WIDTH * HEIGHT), Math.floor(index / WIDTH / HEIGHT)];
    return pixel * 4 + color;
  };
  const data = Array.from({ length: 3 * WIDTH * HEIGHT }, (_, index) => (bytes[place(index)] / 255) * range);
  const input = tensor(device, data, model.inputs.picture.shape);
  const { doubled } = model.run({ picture: input });
  const values = Array.from(await doubled.read(), (value) => value / range);
  for (const made of [live, model, input, doubled]) made.destroy();
  return { drawn, values, size: [target.height, target.width], format: context.getConfiguration()?.format };
}

async function refusals() {
  const device = await sharedDevice();
  const model = await doubling(device, 'nchw', 1);
  const attempts = [
    () => createPictureModel(model, { layout: 'nhwc' }),
    async () => {
      const live = await createPictureModel(model);
      live.draw(
        new OffscreenCanvas(5, 5),
        new OffscreenCanvas(1, 1).getContext('webgpu') as GPUCanvasContext,
      );
    },
  ];
  const messages: string[] = [];
  for (const attempt of attempts) messages.push(await attempt().then(() => 'none', String));
  return messages;
}

/** What a second picture makes on the device. */
async function madeByDrawing() {
  const device = await sharedDevice();
  const model = await doubling(device, 'nchw', 1);
  const live = await createPictureModel(model);
  const context = new OffscreenCanvas(1, 1).getContext('webgpu') as GPUCanvasContext;
  const picture = new ImageData(WIDTH, HEIGHT);
  live.draw(picture, context);
  const spy = spyOnDevice(device);
  live.draw(picture, context);
  spy.stop();
  for (const made of [live, model]) made.destroy();
  return spy.calls;
}

register({ drawThrough, refusals, madeByDrawing });
