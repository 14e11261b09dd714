import { DeviceLostError, InvalidArgumentError } from '../../errors.ts';
import { causeOf, unlessLost } from '../../gpu/device_state.ts';
import { checkFinite, checkOneOf } from '../../problem/validate.ts';
import type { ImageFilter } from '../filter.ts';
import { describeSource, type ImageSource } from '../import/source.ts';
import { QualityController } from './quality.ts';
import { FrameStats, type VideoStats } from './video_stats.ts';

/** Options of {@link filterVideo}, {@link filterTrack} and {@link filterFrames}. */
export interface LiveOptions {
  /**
   * `'full'` (default) processes every frame at its own size. `'auto'` holds {@link frameRate}: if frames take too long, it
   * processes them at ¾, ½, ⅜ or ¼ of their width and height, still shown at their own size, and at more again once that
   * fits. Filters measured in pixels reach further then.
   */
  readonly quality?: 'full' | 'auto';
  /** Frames per second that `quality: 'auto'` holds. Default 30. */
  readonly frameRate?: number;
  /**
   * Called when the device was lost; makes the filter again on a new device, and the loop continues with it. Without
   * this option the loop ends with the DeviceLostError.
   */
  readonly restore?: (lost: DeviceLostError) => Promise<ImageFilter>;
  /** Called with the error that ended the loop. Default `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/** Filters frames one at a time, with a filter that can be exchanged, or restored on a new device. */
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
   * Filters a frame onto a canvas, which takes its size. Resolves once the GPU is done with it, so that callers who wait
   * drop frames instead of queueing them.
   * @param sinceMs capture time of the frame
   * @param onDrawn called in the task that drew, the only one that can read the canvas
   * @returns false if this frame failed, but the next one may succeed
   * @throws the error that ends the loop
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

  /** @throws the error if the next frame would fail as well */
  async #recover(error: unknown, filter: ImageFilter): Promise<void> {
    // an exchanged filter may have been destroyed meanwhile
    if (filter !== this.#filter || isAboutOneFrame(error)) return;
    if (!(error instanceof DeviceLostError && this.#options.restore)) throw error;
    const restored = await this.#options.restore(error);
    if (filter === this.#filter) this.setFilter(restored);
    else restored.destroy();
    this.stats.recovered();
  }
}

/** Such as a video without a source, one that changed its size meanwhile, or a closed frame. */
function isAboutOneFrame(error: unknown): boolean {
  if (error instanceof InvalidArgumentError) return error.argument === 'source';
  return error instanceof Error && error.name === 'InvalidStateError';
}
