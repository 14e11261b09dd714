import { createImageFilter, type ImageFilter, type ImageFilterSpec, type Size } from 'webgpu-conv/image';
import { h } from '../app/dom.ts';
import { type Frame, sizeOf } from '../sources/source.ts';
import { FrameEngine } from './engine.ts';
import type { Statistics } from './statistics.ts';

/** Filters with the library. Frames stay on the GPU up to the canvas. */
export class GpuEngine extends FrameEngine {
  readonly canvas = h('canvas');
  readonly #device: GPUDevice;
  readonly #context = this.canvas.getContext('webgpu')!;
  #filter: ImageFilter | undefined;
  #filterSpec: ImageFilterSpec | undefined;

  constructor(device: GPUDevice, spec: ImageFilterSpec, statistics: Statistics) {
    super(spec, statistics);
    this.#device = device;
  }

  protected async apply({ image }: Frame, spec: ImageFilterSpec, onDrawn: () => void): Promise<void> {
    const size = sizeOf(image);
    if (size.width === 0) return;
    const filter = await this.#filterFor(spec, size);
    if (this.canvas.width !== size.width || this.canvas.height !== size.height)
      Object.assign(this.canvas, size);
    await filter.apply(image, this.#context);
    onDrawn();
    this.importPath = filter.importPath ?? '';
    if (filter.gpuMs !== undefined) this.statistics.setGpuMs(filter.gpuMs);
    await this.#device.queue.onSubmittedWorkDone();
  }

  protected release(): void {
    this.#filter?.destroy();
    this.#context.unconfigure();
  }

  async #filterFor(spec: ImageFilterSpec, size: Size): Promise<ImageFilter> {
    if (this.#filter && this.#filterSpec === spec) return this.#filter;
    const made = await createImageFilter(this.#device, spec, { size });
    this.#filter?.destroy();
    this.#filter = made;
    this.#filterSpec = spec;
    return made;
  }
}
