import type { Size } from 'webgpu-conv/image';
import { anime4k, createModel, createPictureModel, type Model, type PictureModel } from 'webgpu-conv/nn';
import { h } from '../app/dom.ts';
import { describe } from './enlarger.ts';
import type { FrameNetwork } from './network_runner.ts';
import { fetchPublishedJson } from './published.ts';

/** Sizes of the network, small to large. */
export const NETWORK_SIZES = ['s', 'm', 'l'] as const;
export type NetworkSize = (typeof NETWORK_SIZES)[number];

/** The published weights of Anime4K's CNN, trained on live-action film. @throws PublishedFileError */
export function fetchLiveEnlarger(size: NetworkSize): Promise<unknown> {
  return fetchPublishedJson(`live-enlargement/cnn-2x-${size}-rl.json`);
}

/** Doubles the width and height of frames; results stay on the GPU. */
export class LiveEnlarger implements FrameNetwork<void> {
  /** The middle of the frame, reduced to the network's input size. */
  readonly before: HTMLCanvasElement;
  /** The network's result. */
  readonly after: HTMLCanvasElement;
  readonly parameterCount: number;
  readonly #model: Model;
  readonly #pictures: PictureModel;
  readonly #pen: CanvasRenderingContext2D;
  readonly #context: GPUCanvasContext;

  /** @param size of the network's input */
  static async create(device: GPUDevice, weights: unknown, size: Size): Promise<LiveEnlarger> {
    const model = await createModel(device, anime4k(weights, size));
    return new LiveEnlarger(model, await createPictureModel(model));
  }

  private constructor(model: Model, pictures: PictureModel) {
    this.#model = model;
    this.#pictures = pictures;
    this.parameterCount = describe(model).parameterCount;
    this.before = h('canvas', { ...pictures.inputSize });
    this.after = h('canvas', { ...pictures.outputSize });
    this.#pen = this.before.getContext('2d')!;
    this.#pen.imageSmoothingQuality = 'high';
    this.#context = this.after.getContext('webgpu')!;
  }

  /** Draws a frame into both canvases. Resolves when the GPU is done. */
  async run(image: CanvasImageSource, { width, height }: Size): Promise<void> {
    const small = this.before;
    const scale = Math.min(width / small.width, height / small.height);
    const [cutWidth, cutHeight] = [small.width * scale, small.height * scale];
    const [left, top] = [(width - cutWidth) / 2, (height - cutHeight) / 2];
    this.#pen.drawImage(image, left, top, cutWidth, cutHeight, 0, 0, small.width, small.height);
    this.#pictures.draw(small, this.#context);
    await this.#model.device.queue.onSubmittedWorkDone();
  }

  destroy(): void {
    for (const made of [this.#pictures, this.#model]) made.destroy();
  }
}
