/** Timestamps around a batch of compute passes. */
export interface Stopwatch {
  /** For pass `index` of `count`: the first starts the watch, the last stops it. */
  writes(index: number, count: number): GPUComputePassTimestampWrites | undefined;
  resolve(encoder: GPUCommandEncoder): void;
  /** Milliseconds a pass of the last batch, once its work is done. */
  read(): Promise<number>;
  destroy(): void;
}

/** A stopwatch on `device`, or undefined where it has no `timestamp-query`. */
export function createStopwatch(device: GPUDevice): Stopwatch | undefined {
  if (!device.features.has('timestamp-query')) return undefined;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const size = 16;
  const resolved = device.createBuffer({
    size,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const readable = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  let passes = 1;
  return {
    writes(index, count) {
      passes = count;
      if (index > 0 && index < count - 1) return undefined;
      return {
        querySet,
        beginningOfPassWriteIndex: index === 0 ? 0 : undefined,
        endOfPassWriteIndex: index === count - 1 ? 1 : undefined,
      };
    },
    resolve(encoder) {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, readable, 0, size);
    },
    async read() {
      await readable.mapAsync(GPUMapMode.READ);
      const [start, stop] = new BigUint64Array(readable.getMappedRange());
      const nanoseconds = Number(stop - start);
      readable.unmap();
      return nanoseconds / 1e6 / passes;
    },
    destroy() {
      querySet.destroy();
      resolved.destroy();
      readable.destroy();
    },
  };
}
