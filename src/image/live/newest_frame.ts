/** A frame, or anything else that has to be closed. */
interface Closable {
  close(): void;
}

/** Where frames come from one by one; `undefined` once there are no more. */
export interface FrameReader<T> {
  next(): Promise<T | undefined>;
  /** Ends it: whoever waits gets `undefined`. Frames not taken are closed. */
  cancel(): void;
}

/** Every frame in its turn: a slow taker holds the source back. */
export function everyFrame<T>(readable: ReadableStream<T>): FrameReader<T> {
  const reader = readable.getReader();
  return {
    next: async () => (await reader.read()).value,
    cancel: () => void reader.cancel().catch(() => {}),
  };
}

/**
 * The newest frame, for sources that go on whether or not anybody takes from them: reads ahead, keeps one frame, and closes the
 * one that it replaces.
 * @param onDropped hears of each frame that was replaced
 */
export function newestFrame<T extends Closable>(
  readable: ReadableStream<T>,
  onDropped: () => void,
): FrameReader<T> {
  const reader = readable.getReader();
  let waiting: T | undefined;
  let end: { error?: unknown } | undefined;
  let wake = () => {};
  const finish = (how: { error?: unknown }) => {
    end ??= how;
    wake();
  };
  const readAhead = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return finish({});
      if (end) value.close();
      else {
        if (waiting) onDropped();
        waiting?.close();
        waiting = value;
        wake();
      }
    }
  };
  readAhead().catch((error: unknown) => finish({ error }));
  return {
    next: async () => {
      while (!waiting && !end) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const frame = waiting;
      waiting = undefined;
      if (!frame && end && 'error' in end) throw end.error;
      return frame;
    },
    cancel: () => {
      waiting?.close();
      waiting = undefined;
      finish({});
      void reader.cancel().catch(() => {});
    },
  };
}
