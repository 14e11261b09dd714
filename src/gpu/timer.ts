import { BUFFER_USAGE, MAP_MODE } from './flags.ts';

const QUERY_BYTES = 16;

/**
 * Times compute passes by GPU timestamps, one at a time: a pass is not timed while an earlier result is pending. Does
 * nothing on a device without `timestamp-query`.
 */
export class GpuTimer {
  readonly #set: GPUQuerySet | undefined;
  readonly #resolved: GPUBuffer | undefined;
  readonly #staging: GPUBuffer | undefined;
  #isPending = false;
  #durationMs: number | undefined;

  constructor(device: GPUDevice) {
    if (!device.features.has('timestamp-query')) return;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = BUFFER_USAGE;
    this.#set = device.createQuerySet({ label: 'timer', type: 'timestamp', count: 2 });
    const buffer = (usage: number) => device.createBuffer({ label: 'timer', size: QUERY_BYTES, usage });
    this.#resolved = buffer(QUERY_RESOLVE | COPY_SRC);
    this.#staging = buffer(COPY_DST | MAP_READ);
  }

  /** Milliseconds of the last pass that was read; undefined before the first, or without the feature. */
  get durationMs(): number | undefined {
    return this.#durationMs;
  }

  /** Timestamp writes for the next pass; undefined if it is not timed. */
  begin(): GPUComputePassTimestampWrites | undefined {
    if (!this.#set || this.#isPending) return undefined;
    return { querySet: this.#set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
  }

  /** Records the readback, after a pass with the timestamp writes of {@link begin}. */
  end(encoder: GPUCommandEncoder): void {
    if (!this.#set || !this.#resolved || !this.#staging) return;
    encoder.resolveQuerySet(this.#set, 0, 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, QUERY_BYTES);
    this.#isPending = true;
  }

  /** Fetches the result after the commands are submitted. Never throws: a lost device has no result. */
  async read(): Promise<void> {
    if (!this.#staging) return;
    try {
      await this.#staging.mapAsync(MAP_MODE.READ);
      const [begin, end] = new BigUint64Array(this.#staging.getMappedRange());
      this.#staging.unmap();
      // the clock may be reset between the two
      if (end >= begin) this.#durationMs = Number(end - begin) / 1e6;
      this.#isPending = false;
    } catch {
      // destroyed, or the device is lost
    }
  }

  destroy(): void {
    this.#set?.destroy();
    this.#resolved?.destroy();
    this.#staging?.destroy();
  }
}
