import { InvalidArgumentError } from '../errors.ts';
import { checkNotLost } from '../gpu/device_state.ts';
import { BUFFER_USAGE } from '../gpu/flags.ts';
import type { Program } from '../gpu/program.ts';
import { createStepProgram } from '../gpu/step_program.ts';
import { emptyTensor, type GpuTensor } from '../gpu/tensor.ts';
import type { Model } from '../graph/model.ts';
import { importTexture } from '../image/import/import_texture.ts';
import { describeSource, type ImageSource } from '../image/import/source.ts';
import { pictureBytes, type Size, sameSize } from '../image/picture.ts';
import { checkTarget, fitCanvas, recordTarget } from '../image/target/target.ts';
import type { TensorSpecs } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import { checkOneOf } from '../problem/validate.ts';
import { type PictureTensor, packStep, unpackStep } from './picture_tensor.ts';

/** A picture, or the current frame of a video. */
export type PictureSource = Exclude<ImageSource, GPUTexture>;

/** Options of {@link createPictureModel}. */
export interface PictureModelOptions {
  /** Axis order of the model's input and output. Default `'nchw'`. */
  readonly layout?: InputLayout;
  /** The model's number for full brightness: 1 or 255. Default 1. */
  readonly range?: 1 | 255;
}

/** A model that takes pictures or video frames and draws its results on canvases; made by {@link createPictureModel}. */
export class PictureModel {
  /** Size of the pictures that {@link draw} takes. */
  readonly inputSize: Size;
  /** Size of the pictures that {@link draw} gives. */
  readonly outputSize: Size;
  readonly #parts: Parts;

  /** @internal Use {@link createPictureModel}. */
  constructor(parts: Parts) {
    this.#parts = parts;
    this.inputSize = sizeOf(parts.input);
    this.outputSize = sizeOf(parts.output);
  }

  /**
   * Runs the model on a picture and draws the result: everything stays on the GPU, in one submit. The canvas takes the
   * output's size.
   * @param context a canvas's `'webgpu'` context; one that is not configured yet gets format `rgba8unorm`, opaque
   * @throws InvalidArgumentError if the source does not have the model's size; DeviceLostError.
   */
  draw(source: PictureSource, context: GPUCanvasContext): void {
    const { model, picture, view, pixels, unpack, pack, input, output } = this.#parts;
    const { device } = model;
    checkNotLost(device);
    checkTarget(context);
    const { width, height } = describeSource(source);
    if (!sameSize({ width, height }, this.inputSize)) {
      const needs = `${this.inputSize.width}×${this.inputSize.height}`;
      throw new InvalidArgumentError('source', `${width}×${height} pixels`, needs);
    }
    device.queue.copyExternalImageToTexture({ source }, { texture: picture }, { width, height });
    const encoder = device.createCommandEncoder({ label: 'picture model' });
    unpack.encode(encoder, { picture: { texture: view }, tensor: input.tensor });
    model.encode(encoder, { [input.name]: input.tensor, [output.name]: output.tensor });
    const whole = { buffer: pixels, offsetBytes: 0, sizeBytes: pixels.size };
    pack.encode(encoder, { tensor: output.tensor, pixels: whole });
    fitCanvas(context, this.outputSize);
    recordTarget(device, encoder, pixels, this.outputSize, context);
    device.queue.submit([encoder.finish()]);
  }

  /** Frees its buffers and textures. The model stays. */
  destroy(): void {
    const { picture, pixels, input, output } = this.#parts;
    for (const made of [picture, pixels, input.tensor, output.tensor]) made.destroy();
  }

  /** Same as {@link destroy}, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** The model's input or output. */
interface Port {
  readonly name: string;
  readonly format: PictureTensor;
  readonly tensor: GpuTensor;
}

const sizeOf = ({ format: { width, height } }: Port): Size => ({ width, height });

interface Parts {
  readonly model: Model;
  readonly input: Port;
  readonly output: Port;
  /** Receives the source. */
  readonly picture: GPUTexture;
  readonly view: GPUTextureView;
  /** The result, as `image/` lays pictures out. */
  readonly pixels: GPUBuffer;
  readonly unpack: Program;
  readonly pack: Program;
}

/**
 * Prepares a model with one picture as input and one as output for pictures, videos and canvases.
 * @throws InvalidArgumentError if the model has other inputs or outputs; DeviceLostError
 */
export async function createPictureModel(
  model: Model,
  { layout = 'nchw', range = 1 }: PictureModelOptions = {},
): Promise<PictureModel> {
  const { device } = model;
  checkOneOf('layout', layout, ['nchw', 'nhwc']);
  if (range !== 1 && range !== 255) throw new InvalidArgumentError('range', range, '1 or 255');
  const formats = {
    input: formatOf('inputs', model.inputs, layout, range),
    output: formatOf('outputs', model.outputs, layout, range),
  };
  const [unpack, pack] = await Promise.all([
    createStepProgram(device, unpackStep(formats.input)),
    createStepProgram(device, packStep(formats.output)),
  ]);
  const portOf = (specs: TensorSpecs, format: PictureTensor): Port => {
    const [[name, { shape }]] = Object.entries(specs);
    return { name, format, tensor: emptyTensor(device, shape) };
  };
  const [input, output] = [portOf(model.inputs, formats.input), portOf(model.outputs, formats.output)];
  const picture = importTexture(device, formats.input);
  const pixels = device.createBuffer({
    label: 'picture pixels',
    size: pictureBytes(formats.output, false),
    usage: BUFFER_USAGE.STORAGE | BUFFER_USAGE.COPY_SRC,
  });
  return new PictureModel({
    model,
    input,
    output,
    picture,
    view: picture.createView(),
    pixels,
    unpack,
    pack,
  });
}

function formatOf(
  what: 'inputs' | 'outputs',
  specs: TensorSpecs,
  layout: InputLayout,
  range: number,
): PictureTensor {
  const entries = Object.entries(specs);
  const [[, { shape, dtype }]] = entries;
  if (entries.length === 1 && shape.length === 4 && dtype === 'float32') {
    const { batch, channels, height, width } = readInputShape(shape, layout);
    if (batch === 1 && channels === 3) return { layout, height, width, range };
  }
  const got = entries.map(([own, spec]) => `${own} [${spec.shape.join(', ')}]`).join('; ');
  throw new InvalidArgumentError(`model.${what}`, got, `one float32 picture of three colors, ${layout}`);
}
