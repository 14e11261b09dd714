import { InvalidArgumentError } from '../errors.ts';
import { causeOf, checkNotLost, deviceState, unlessLost } from '../gpu/device_state.ts';
import { GpuTimer } from '../gpu/timer.ts';
import type { ImageFilterPlan } from './filters/passes.ts';
import type { ImageFilterInput } from './filters/spec.ts';
import { type ResolvedFilter, resolveFilter } from './filters/stages.ts';
import { type FrameFormat, frameFormat, sameFormat } from './format.ts';
import type { ImportPath } from './import/import_paths.ts';
import { describeSource, type ImageSource } from './import/source.ts';
import type { Size } from './picture.ts';
import { type PreparedFilter, prepareFilter } from './prepared_filter.ts';
import { checkTarget, fitCanvas, type ImageTarget, recordTarget } from './target/target.ts';

/** Options of {@link createImageFilter}. */
export interface ImageFilterOptions {
  /** Compiles for opaque pictures of this size at once, instead of with the first picture. */
  readonly size?: Size;
  /** The import paths to try, best first. Default: chosen by the kind of source and the device. */
  readonly importPaths?: readonly ImportPath[];
}

/** Options of {@link ImageFilter.apply}. */
export interface ApplyOptions {
  /**
   * The size to compute at, at most the source's. The picture is reduced first, each pixel to the mean of what it covers,
   * and the result is stretched over the target. The time shrinks with the number of pixels; filters measured in pixels
   * reach further. Default: the source's own size.
   */
  readonly processingSize?: Size;
  /** Whether to give a canvas target the source's size, in the task that draws to it. Default false. */
  readonly fitCanvas?: boolean;
}

/** A filter without a device: plain data that can be sent to a worker. */
export interface FilterDescription {
  readonly filter: ResolvedFilter;
  readonly importPaths: readonly ImportPath[] | undefined;
}

/** A filter or chain for pictures of any size and kind; made by {@link createImageFilter}. */
export class ImageFilter {
  /** The device that the filter runs on. */
  readonly device: GPUDevice;
  /** @internal */
  readonly description: FilterDescription;
  readonly #timer: GpuTimer;
  #prepared: PreparedFilter | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #destroyed = false;

  /** @internal Use {@link createImageFilter}. */
  constructor(device: GPUDevice, description: FilterDescription) {
    this.device = device;
    this.description = description;
    this.#timer = new GpuTimer(device);
  }

  /** How the last picture was imported to the GPU. Undefined before the first. */
  get importPath(): ImportPath | undefined {
    return this.#prepared?.importer.path;
  }

  /** GPU milliseconds of a recent picture's passes, import excluded. Undefined without the feature `timestamp-query`. */
  get gpuMs(): number | undefined {
    return this.#timer.durationMs;
  }

  /** The plan for the format of the last picture: plain data. Undefined before the first. */
  get plan(): ImageFilterPlan | undefined {
    return this.#prepared?.plan;
  }

  /**
   * Filters one picture. The first picture of a format plans and compiles; after that nothing is allocated. A `VideoFrame`
   * must stay open until the promise resolves. Calls run in the order they were made.
   *
   * A canvas that is not configured yet gets format `rgba8unorm`, opaque. A target of another size gets the result
   * stretched; equal sizes are faster.
   * @returns a promise that resolves once the work is submitted
   * @throws InvalidArgumentError, UnsupportedError, OutOfMemoryError, DeviceLostError
   */
  apply(source: ImageSource, target: ImageTarget, options: ApplyOptions = {}): Promise<void> {
    return this.#inTurn(() =>
      unlessLost(this.device, this.#apply(source, target, options)).catch(async (error: unknown) => {
        throw await causeOf(error, this.device);
      }),
    );
  }

  /**
   * Plans and compiles for opaque pictures of a size, before the first one comes.
   * @throws InvalidArgumentError, OutOfMemoryError, DeviceLostError, LimitExceededError
   */
  prepare(size: Size): Promise<void> {
    return this.#inTurn(async () => {
      this.#checkAlive();
      await unlessLost(this.device, this.#preparedFor(frameFormat(size, true)));
    });
  }

  /** Frees everything that the filter holds on the GPU. A destroyed filter refuses pictures. */
  destroy(): void {
    this.#destroyed = true;
    this.#prepared?.destroy();
    this.#prepared = undefined;
    this.#timer.destroy();
  }

  /** Same as {@link destroy}, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }

  /** Runs calls one after the other: they share buffers. */
  #inTurn(action: () => Promise<void>): Promise<void> {
    const run = this.#last.then(action);
    this.#last = run.catch(() => {});
    return run;
  }

  async #apply(source: ImageSource, target: ImageTarget, options: ApplyOptions): Promise<void> {
    this.#checkAlive();
    checkTarget(target);
    const info = describeSource(source);
    const format = frameFormat(info, info.isOpaque, options.processingSize);
    const prepared = await this.#preparedFor(format);
    const recording = await prepared.importer.import(source, info, this.description.importPaths);
    this.#checkAlive();
    if (options.fitCanvas) fitCanvas(target, info);
    const encoder = this.device.createCommandEncoder({ label: 'image filter' });
    recording(encoder);
    const timestamps = this.#timer.begin();
    prepared.program.encode(encoder, {}, timestamps);
    if (timestamps && prepared.plan.steps.length > 0) this.#timer.end(encoder);
    recordTarget(this.device, encoder, prepared.result, prepared.plan.processingSize, target);
    this.device.queue.submit([encoder.finish()]);
    if (timestamps && prepared.plan.steps.length > 0) void this.#timer.read();
  }

  async #preparedFor(format: FrameFormat): Promise<PreparedFilter> {
    const now = this.#prepared;
    if (now && sameFormat(now.plan, format)) return now;
    const made = await prepareFilter(this.device, this.description.filter, format);
    if (this.#destroyed) {
      made.destroy();
      this.#checkAlive();
    }
    now?.destroy();
    this.#prepared = made;
    return made;
  }

  #checkAlive(): void {
    if (this.#destroyed) throw new InvalidArgumentError('filter', 'a destroyed filter', 'a live one');
    checkNotLost(this.device);
  }
}

/**
 * Creates a filter for pictures: a preset by name, a stage with its numbers, a matrix up to 31×31, or a chain.
 * @throws InvalidArgumentError that names the stage and the setting, what it got and what it needs
 */
export async function createImageFilter(
  device: GPUDevice,
  spec: ImageFilterInput,
  options: ImageFilterOptions = {},
): Promise<ImageFilter> {
  deviceState(device);
  const { importPaths } = options;
  const filter = new ImageFilter(device, { filter: resolveFilter(spec), importPaths });
  if (options.size) await filter.prepare(options.size);
  return filter;
}
