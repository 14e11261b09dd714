import { InternalError } from '../../errors.ts';
import type { OwnedBuffer } from '../../kernels/step.ts';

/**
 * Hands out names of buffers for a plan and takes them back: the smallest free one that is large enough, else the
 * largest free one grown, else a new one. Nothing is allocated here.
 */
export class BufferPool {
  readonly #sizes = new Map<string, number>();
  readonly #free = new Set<string>();
  #separateBytes = 0;

  take(sizeBytes: number): string {
    this.#separateBytes += sizeBytes;
    const free = [...this.#free].sort((a, b) => this.#sizeOf(a) - this.#sizeOf(b));
    const name =
      free.find((candidate) => this.#sizeOf(candidate) >= sizeBytes) ?? free.at(-1) ?? this.#newName();
    this.#free.delete(name);
    this.#sizes.set(name, Math.max(sizeBytes, this.#sizes.get(name) ?? 0));
    return name;
  }

  /** Takes a buffer back, once what it held (`content`) has been read for the last time. */
  give(name: string, content: string): void {
    if (!this.#sizes.has(name) || this.#free.has(name)) {
      throw new InternalError(`the buffer of '${content}' was given back twice or never taken`);
    }
    this.#free.add(name);
  }

  get buffers(): Record<string, OwnedBuffer> {
    const entries = [...this.#sizes].map(
      ([name, sizeBytes]) => [name, { sizeBytes, lifetime: 'scratch' }] as const,
    );
    return Object.fromEntries(entries);
  }

  get sizes() {
    const sharedBytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    return { sharedBytes, separateBytes: this.#separateBytes };
  }

  #sizeOf(name: string): number {
    return this.#sizes.get(name) as number;
  }

  #newName(): string {
    return `shared${this.#sizes.size}`;
  }
}
