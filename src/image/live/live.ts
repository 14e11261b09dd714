import { DeviceLostError, InvalidArgumentError } from '../../errors.ts';
import { causeOf, unlessLost } from '../../gpu/device_state.ts';
import { checkFinite, checkOneOf } from '../../problem/validate.ts';
import type { ImageFilter } from '../filter.ts';
import { describeSource, type ImageSource } from '../import/source.ts';
import { QualityController } from './quality.ts';
import { FrameStats, type VideoStats } from './video_stats.ts';

/** Options of everything that filters frame after frame. */
export interface LiveOptions {
  /**
   * `'full'` (default): every frame at its own size. `'auto'`: where frames take longer than {@link frameRate} allows they are
   * processed at ¾, ½, ⅜ or ¼ of their width and height and shown at their own size, and at more again once
   * that fits. Filters measured in pixels reach further then.
   */
  readonly quality?: 'full' | 'auto';
  /** Frames a second that `quality: 'auto'` holds. Default 30. */
  readonly frameRate?: number;
  /**
   * Makes the filter anew after the device was lost, on a new device; frames then go on by themselves. Without it the loop
   * ends and `onError` hears of it.
   */
  readonly restore?: (lost: DeviceLostError) => Promise<ImageFilter>;
  /** Hears of the error that ended the loop. Default `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/** One frame at a time through a filter that may be exchanged, or replaced together with its device. */
export class LiveFilter {
  readonly stats = new FrameStats();
  readonly #quality: QualityController | undefined;
  readonly #options: LiveOptions;
  #filter: ImageFilter;
  #sizeKey = '';

  /** @throws InvalidArgumentError */
  constructor(filter: ImageFilter, options: LiveOptions) {
    const { quality = 'full', frameRate = 30 } = options;
    checkOneOf('options.quality', quality, ['full', 'auto']);
    if (!(checkFinite('options.frameRate', frameRate) > 0)) {
      throw new InvalidArgumentError('options.frameRate', frameRate, 'a number above 0');
    }
    this.#filter = filter;
    this.#options = options;
    this.#quality = quality === 'auto' ? new QualityController(frameRate) : undefined;
  }

  report(runsIn: VideoStats['runsIn']): VideoStats {
    const { importPath, gpuMs, plan } = this.#filter;
    return this.stats.report({ importPath, gpuMs, runsIn, processingSize: plan?.processingSize });
  }

  setFilter(filter: ImageFilter): void {
    this.#filter = filter;
    this.#quality?.settle();
  }

  /**
   * Filters a frame onto a canvas, which takes its size. Resolves once the GPU is done with it, so that whoever waits
   * drops frames instead of queueing them.
   * @param sinceMs when the frame came about
   * @param onDrawn called in the task that drew, the only one that can read the canvas
   * @returns false where the frame came to nothing and the next one may do better
   * @throws what ends the loop
   */
  async apply(
    source: ImageSource,
    context: GPUCanvasContext,
    sinceMs: number,
    onDrawn = () => {},
  ): Promise<boolean> {
    const filter = this.#filter;
    const startMs = performance.now();
    try {
      const processingSize = this.#processingSize(source);
      await filter.apply(source, context, { processingSize, fitCanvas: true });
      onDrawn();
      await unlessLost(filter.device, filter.device.queue.onSubmittedWorkDone());
    } catch (error) {
      await this.#recover(await causeOf(error, filter.device), filter);
      this.stats.dropped();
      return false;
    }
    const nowMs = performance.now();
    this.#quality?.frame(nowMs, nowMs - startMs);
    this.stats.shown(nowMs - sinceMs);
    return true;
  }

  #processingSize(source: ImageSource) {
    if (!this.#quality) return undefined;
    const size = describeSource(source);
    const key = `${size.width}×${size.height}`;
    if (this.#sizeKey !== key) this.#quality.settle();
    this.#sizeKey = key;
    return this.#quality.sizeOf(size);
  }

  /** @throws the error where the next frame would meet it again */
  async #recover(error: unknown, filter: ImageFilter): Promise<void> {
    // the filter was exchanged meanwhile, and the old one destroyed
    if (filter !== this.#filter || isAboutOneFrame(error)) return;
    if (!(error instanceof DeviceLostError && this.#options.restore)) throw error;
    const restored = await this.#options.restore(error);
    if (filter === this.#filter) this.setFilter(restored);
    else restored.destroy();
    this.stats.recovered();
  }
}

/** A video that has just been taken away or changed its size, a frame that was closed. */
function isAboutOneFrame(error: unknown): boolean {
  if (error instanceof InvalidArgumentError) return error.argument === 'source';
  return error instanceof Error && error.name === 'InvalidStateError';
}
