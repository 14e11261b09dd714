import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** Waits until what `read` gives stays the same for half a second, and gives it. What goes on never does. */
export async function comesToRest<T>(read: () => Promise<T>): Promise<T> {
  let last = await read();
  await expect
    .poll(async () => {
      const before = last;
      await new Promise((resolve) => setTimeout(resolve, 500));
      last = await read();
      return isDeepStrictEqual(last, before);
    })
    .toBe(true);
  return last;
}
