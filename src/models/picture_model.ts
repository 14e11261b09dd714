import { InvalidArgumentError } from '../errors.ts';
import { capabilitiesOf } from '../gpu/device.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { BUFFER_USAGE, TEXTURE_USAGE } from '../gpu/flags.ts';
import { createProgram, type Program } from '../gpu/program.ts';
import { emptyTensor, type GpuTensor } from '../gpu/tensor.ts';
import type { Model } from '../graph/model.ts';
import type { TensorSpecs } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import { checkOneOf } from '../problem/validate.ts';
import { packSteps, pitchOf } from './nn_pack_picture.ts';
import { unpackSteps } from './nn_unpack_picture.ts';
import type { PictureTensor } from './picture_tensor.ts';

/** What a model can look at: a picture or the current frame of a video. */
export type PictureSource =
  | HTMLVideoElement
  | VideoFrame
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageData;

/** Options of {@link createPictureModel}. */
export interface PictureModelOptions {
  /** Of input and output. Default `'nchw'`. */
  readonly layout?: InputLayout;
  /** What white is for the model: 1 or 255. Default 1. */
  readonly range?: 1 | 255;
}

const FORMAT = 'rgba8unorm';

/** A model between a picture and a canvas, or between a camera's frames and one; made by {@link createPictureModel}. */
export class PictureModel {
  /** Columns and rows that {@link draw} takes, and that it gives. */
  readonly inputSize: { readonly width: number; readonly height: number };
  readonly outputSize: { readonly width: number; readonly height: number };
  readonly #parts: Parts;

  /** @internal Use {@link createPictureModel}. */
  constructor(parts: Parts) {
    this.#parts = parts;
    this.inputSize = { width: parts.input.width, height: parts.input.height };
    this.outputSize = { width: parts.output.width, height: parts.output.height };
  }

  /**
   * Runs the model on a picture and draws what it gives: everything stays on the GPU, in one submit. The canvas takes the
   * output's size.
   * @param context a canvas's `'webgpu'` context; it is configured for copies
   * @throws InvalidArgumentError where the source is not of the model's size; DeviceLostError.
   */
  draw(source: PictureSource, context: GPUCanvasContext): void {
    const { model, picture, tensors, pixels, unpack, pack, input, output, inputName, outputName } =
      this.#parts;
    const { device } = model;
    checkNotLost(device);
    const { width, height } = sizeOf(source);
    if (width !== input.width || height !== input.height) {
      throw new InvalidArgumentError('source', `${width}×${height} pixels`, `${input.width}×${input.height}`);
    }
    const target = targetOf(device, context, output);
    device.queue.copyExternalImageToTexture({ source }, { texture: picture }, { width, height });
    const encoder = device.createCommandEncoder({ label: 'picture model' });
    unpack.encode(encoder, { picture: { texture: picture.createView() }, tensor: tensors.input });
    model.encode(encoder, { [inputName]: tensors.input, [outputName]: tensors.output });
    const whole = { buffer: pixels, offsetBytes: 0, sizeBytes: pixels.size };
    pack.encode(encoder, { tensor: tensors.output, pixels: whole });
    const rows = { buffer: pixels, bytesPerRow: pitchOf(output.width) * 4 };
    encoder.copyBufferToTexture(rows, { texture: target }, { width: output.width, height: output.height });
    device.queue.submit([encoder.finish()]);
  }

  /** Frees what it has made; the model stays. */
  destroy(): void {
    const { picture, pixels, tensors } = this.#parts;
    for (const made of [picture, pixels, tensors.input, tensors.output]) made.destroy();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }
}

interface Parts {
  readonly model: Model;
  readonly inputName: string;
  readonly outputName: string;
  readonly input: PictureTensor;
  readonly output: PictureTensor;
  readonly picture: GPUTexture;
  readonly tensors: { readonly input: GpuTensor; readonly output: GpuTensor };
  readonly pixels: GPUBuffer;
  readonly unpack: Program;
  readonly pack: Program;
}

/**
 * Prepares a model of one picture in and one picture out for pictures, videos and canvases.
 * @throws InvalidArgumentError where the model has other inputs or outputs; DeviceLostError.
 */
export async function createPictureModel(
  model: Model,
  { layout = 'nchw', range = 1 }: PictureModelOptions = {},
): Promise<PictureModel> {
  const { device } = model;
  checkOneOf('layout', layout, ['nchw', 'nhwc']);
  if (range !== 1 && range !== 255) throw new InvalidArgumentError('range', range, '1 or 255');
  const [inputName, input] = pictureOf('inputs', model.inputs, layout, range);
  const [outputName, output] = pictureOf('outputs', model.outputs, layout, range);
  const capabilities = capabilitiesOf(device);
  const program = (label: string, steps: ReturnType<typeof packSteps>) =>
    createProgram(device, { label, steps });
  const [unpack, pack] = await Promise.all([
    program('unpack picture', unpackSteps(input, capabilities)),
    program('pack picture', packSteps(output, capabilities)),
  ]);
  const tensors = {
    input: emptyTensor(device, model.inputs[inputName].shape),
    output: emptyTensor(device, model.outputs[outputName].shape),
  };
  const picture = device.createTexture({
    label: 'picture',
    size: [input.width, input.height],
    format: FORMAT,
    usage: TEXTURE_USAGE.COPY_DST | TEXTURE_USAGE.TEXTURE_BINDING | TEXTURE_USAGE.RENDER_ATTACHMENT,
  });
  const pixels = device.createBuffer({
    label: 'picture pixels',
    size: pitchOf(output.width) * output.height * 4,
    usage: BUFFER_USAGE.STORAGE | BUFFER_USAGE.COPY_SRC,
  });
  return new PictureModel({
    model,
    inputName,
    outputName,
    input,
    output,
    picture,
    tensors,
    pixels,
    unpack,
    pack,
  });
}

function pictureOf(
  what: 'inputs' | 'outputs',
  specs: TensorSpecs,
  layout: InputLayout,
  range: number,
): [string, PictureTensor] {
  const entries = Object.entries(specs);
  const [[name, { shape, dtype }]] = entries;
  if (entries.length === 1 && shape.length === 4 && dtype === 'float32') {
    const { batch, channels, height, width } = readInputShape(shape, layout);
    if (batch === 1 && channels === 3) return [name, { layout, height, width, range }];
  }
  const got = entries.map(([own, spec]) => `${own} [${spec.shape.join(', ')}]`).join('; ');
  throw new InvalidArgumentError(`model.${what}`, got, `one float32 picture of three colors, ${layout}`);
}

function targetOf(device: GPUDevice, context: GPUCanvasContext, { width, height }: PictureTensor) {
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const { COPY_DST, RENDER_ATTACHMENT } = TEXTURE_USAGE;
  const now = context.getConfiguration?.();
  const isReady = now?.device === device && now.format === FORMAT && now.usage & COPY_DST;
  if (!isReady) context.configure({ device, format: FORMAT, usage: COPY_DST | RENDER_ATTACHMENT });
  return context.getCurrentTexture();
}

function sizeOf(source: PictureSource): { width: number; height: number } {
  if (source === null || typeof source !== 'object') {
    throw new InvalidArgumentError('source', source, 'a picture, video, VideoFrame or canvas');
  }
  if ('videoWidth' in source) return { width: source.videoWidth, height: source.videoHeight };
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  if ('naturalWidth' in source) return { width: source.naturalWidth, height: source.naturalHeight };
  return { width: source.width, height: source.height };
}
