import { InvalidArgumentError } from '../errors.ts';
import { checkNotLost, deviceState } from '../gpu/device_state.ts';
import { GpuTimer } from '../gpu/timer.ts';
import type { ImportPath } from './import_paths.ts';
import type { Size } from './picture.ts';
import type { ImageFilterPlan } from './plan.ts';
import { type PreparedFilter, prepareFilter } from './prepared.ts';
import { describeSource, type ImageSource, type SourceInfo } from './source.ts';
import type { ImageFilterInput } from './spec.ts';
import { type ResolvedFilter, resolveFilter } from './stages.ts';
import { checkTarget, type ImageTarget, recordTarget } from './target.ts';

/** Options of {@link createImageFilter}. */
export interface ImageFilterOptions {
  /** Compiles for pictures of this size at once instead of with the first picture. */
  readonly size?: Size;
  /** The only ways to bring pictures to the GPU, the best first. Default: what suits the kind of source and the device. */
  readonly importPaths?: readonly ImportPath[];
}

/** A filter or chain for pictures of any size and kind; made by {@link createImageFilter}. */
export class ImageFilter {
  readonly device: GPUDevice;
  readonly #filter: ResolvedFilter;
  readonly #importPaths: readonly ImportPath[] | undefined;
  readonly #timer: GpuTimer;
  #prepared: PreparedFilter | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #destroyed = false;

  /** @internal Use {@link createImageFilter}. */
  constructor(device: GPUDevice, filter: ResolvedFilter, importPaths?: readonly ImportPath[]) {
    this.device = device;
    this.#filter = filter;
    this.#importPaths = importPaths;
    this.#timer = new GpuTimer(device);
  }

  /** How the last picture came to the GPU; undefined before the first. */
  get importPath(): ImportPath | undefined {
    return this.#prepared?.importer.path;
  }

  /** GPU milliseconds of the passes of a recent picture, without its import; undefined without `timestamp-query`. */
  get gpuMs(): number | undefined {
    return this.#timer.durationMs;
  }

  /** The passes for pictures of the last size: plain data; undefined before the first picture. */
  get plan(): ImageFilterPlan | undefined {
    return this.#prepared?.plan;
  }

  /**
   * Filters one picture. The first picture of a size plans and compiles; after that nothing is allocated. A `VideoFrame`
   * must stay open until the promise resolves. Calls run in the order they were made.
   *
   * A canvas that is not configured yet gets format `rgba8unorm`, opaque. Target and source may differ in size: the
   * result is then stretched; equal sizes are faster.
   * @returns once the work is submitted
   * @throws InvalidArgumentError, UnsupportedError, OutOfMemoryError, DeviceLostError
   */
  apply(source: ImageSource, target: ImageTarget): Promise<void> {
    const run = this.#last.then(() => this.#apply(source, target));
    this.#last = run.catch(() => {});
    return run;
  }

  /** Plans and compiles for pictures of a size before the first one comes. */
  async prepare(size: Size): Promise<void> {
    await this.#preparedFor({ ...size, kind: 'video', isOpaque: true });
  }

  /** Frees all that the filter holds on the GPU. */
  destroy(): void {
    this.#destroyed = true;
    this.#prepared?.destroy();
    this.#prepared = undefined;
    this.#timer.destroy();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  async #apply(source: ImageSource, target: ImageTarget): Promise<void> {
    this.#checkAlive();
    checkTarget(target);
    const info = describeSource(source);
    const prepared = await this.#preparedFor(info);
    const recording = await prepared.importer.import(source, info, this.#importPaths);
    this.#checkAlive();
    const encoder = this.device.createCommandEncoder({ label: 'image filter' });
    recording(encoder);
    const timestamps = this.#timer.begin();
    prepared.program.encode(encoder, {}, timestamps);
    if (timestamps && prepared.plan.steps.length > 0) this.#timer.end(encoder);
    recordTarget(this.device, encoder, prepared.result, prepared.size, target);
    this.device.queue.submit([encoder.finish()]);
    if (timestamps && prepared.plan.steps.length > 0) void this.#timer.read();
  }

  async #preparedFor(info: SourceInfo): Promise<PreparedFilter> {
    const now = this.#prepared;
    const { width, height, isOpaque } = info;
    if (now?.size.width === width && now.size.height === height && now.isOpaque === isOpaque) return now;
    const made = await prepareFilter(this.device, this.#filter, { width, height }, isOpaque);
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
 * Makes a filter for pictures: a preset by name, a stage with its numbers, a matrix up to 31×31, or a chain.
 * @throws InvalidArgumentError naming the stage and the setting, what it got and what it needs
 */
export async function createImageFilter(
  device: GPUDevice,
  spec: ImageFilterInput,
  options: ImageFilterOptions = {},
): Promise<ImageFilter> {
  deviceState(device);
  const filter = new ImageFilter(device, resolveFilter(spec), options.importPaths);
  if (options.size) await filter.prepare(options.size);
  return filter;
}
