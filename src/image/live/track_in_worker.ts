import type { FilterDescription, ImageFilter } from '../filter.ts';
import type { FrameFilter } from './frames.ts';
import type { InsertableStreams } from './insertable_streams.ts';
import type { LiveOptions } from './live.ts';
import type { FromWorker, ToWorker } from './track_messages.ts';
import type { VideoStats } from './video_stats.ts';

/** A worker that is neither ready nor failed after this time is given up. */
const PREPARE_TIMEOUT_MS = 15_000;

const NO_STATS: VideoStats = {
  fps: 0,
  gpuMs: undefined,
  latencyMs: 0,
  frames: 0,
  dropped: 0,
  recoveries: 0,
  importPath: undefined,
  processingSize: undefined,
  runsIn: 'worker',
};

/** A worker with the filter prepared. Undefined if no worker starts, or it has no WebGPU. */
export async function openTrackWorker(
  { description }: ImageFilter,
  { quality, frameRate, onError = console.error }: LiveOptions,
): Promise<TrackWorker | undefined> {
  let worker: Worker | undefined;
  try {
    worker = newWorker();
    const track = new TrackWorker(worker, onError);
    track.post({ type: 'prepare', filter: description, options: { quality, frameRate } });
    if (await track.prepared) return track;
  } catch {
    // a content security policy, a script of another origin, or a filter that cannot be cloned
  }
  worker?.terminate();
  return undefined;
}

/** Bundlers recognize this form and find the worker's module. */
const newWorker = () =>
  new Worker(new URL('./track_worker.ts', import.meta.url), { type: 'module', name: 'webgpu-conv track' });

/** The window's end of a worker that filters a track. */
class TrackWorker implements FrameFilter {
  /** Whether the worker has a device and a filter. */
  readonly prepared: Promise<boolean>;
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #onError: (error: unknown) => void;
  #stats = NO_STATS;
  #isPaused = false;
  #isStarted = false;
  #settle: (isPrepared: boolean) => void = () => {};
  #end = () => {};

  constructor(worker: Worker, onError: (error: unknown) => void) {
    this.#worker = worker;
    this.#onError = onError;
    this.prepared = new Promise((resolve) => {
      const timer = setTimeout(resolve, PREPARE_TIMEOUT_MS, false);
      this.#settle = (isPrepared) => {
        clearTimeout(timer);
        resolve(isPrepared);
      };
    });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#onMessage(data));
    worker.addEventListener('error', (event) => {
      // a worker that does not load is not an error: the window filters instead
      event.preventDefault();
      this.#fail(new Error(event.message || 'the worker failed'));
      this.#close();
    });
  }

  /** Transfers the streams to the worker. */
  start({ readable, writable }: Pick<InsertableStreams, 'readable' | 'writable'>): void {
    this.post({ type: 'start', readable, writable }, [readable, writable]);
    this.#isStarted = true;
  }

  get stats(): VideoStats {
    return this.#stats;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
    this.post({ type: 'pause', isPaused });
  }

  setFilter({ description }: { readonly description: FilterDescription }): void {
    this.post({ type: 'filter', filter: description });
  }

  stop(): void {
    this.post({ type: 'stop' });
  }

  post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'stats') this.#stats = message.stats;
    else if (message.type === 'prepared') this.#settle(true);
    else if (message.type === 'failed') this.#fail(new Error(message.error));
    else this.#close();
  }

  #fail(error: Error): void {
    if (this.#isStarted) this.#onError(error);
    else this.#settle(false);
  }

  #close(): void {
    this.#worker.terminate();
    this.#end();
  }
}
