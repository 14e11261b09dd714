import { InternalError } from '../errors.ts';
import type { OwnedBuffer, TextureSize } from '../wgsl/step.ts';

/** A buffer of the pool. A buffer with a texture is reused only for a texture of the same size. */
interface Pooled {
  readonly sizeBytes: number;
  readonly texture?: TextureSize;
}

/**
 * Assigns buffer names to the values of a plan and reuses returned buffers. `take()` returns the smallest free buffer
 * that is large enough, otherwise the largest free one, grown, otherwise a new one. Nothing is allocated.
 */
export class BufferPool {
  readonly #pooled = new Map<string, Pooled>();
  readonly #free = new Set<string>();
  #separateBytes = 0;

  take(sizeBytes: number, texture?: TextureSize): string {
    const wanted = { sizeBytes, texture };
    this.#separateBytes += bytesOf(wanted);
    const free = [...this.#free]
      .filter((name) => sameTexture(this.#get(name).texture, texture))
      .sort((a, b) => this.#get(a).sizeBytes - this.#get(b).sizeBytes);
    const name =
      free.find((candidate) => this.#get(candidate).sizeBytes >= sizeBytes) ?? free.at(-1) ?? this.#newName();
    this.#free.delete(name);
    const was = this.#pooled.get(name)?.sizeBytes ?? 0;
    this.#pooled.set(name, { ...wanted, sizeBytes: Math.max(sizeBytes, was) });
    return name;
  }

  /** Takes a buffer back after the last read of its `content`. */
  give(name: string, content: string): void {
    if (!this.#pooled.has(name) || this.#free.has(name)) {
      throw new InternalError(`the buffer of '${content}' was given back twice or never taken`);
    }
    this.#free.add(name);
  }

  get buffers(): Record<string, OwnedBuffer> {
    const entries = [...this.#pooled].map(
      ([name, pooled]) => [name, { ...pooled, lifetime: 'scratch' }] as const,
    );
    return Object.fromEntries(entries);
  }

  get sizes() {
    const sharedBytes = [...this.#pooled.values()].map(bytesOf).reduce((sum, size) => sum + size, 0);
    return { sharedBytes, separateBytes: this.#separateBytes };
  }

  #get(name: string): Pooled {
    return this.#pooled.get(name) as Pooled;
  }

  #newName(): string {
    return `shared${this.#pooled.size}`;
  }
}

/** Bytes of the buffer and of its texture, which holds as many. */
function bytesOf({ sizeBytes, texture }: Pooled): number {
  return texture ? 2 * sizeBytes : sizeBytes;
}

function sameTexture(a?: TextureSize, b?: TextureSize): boolean {
  return a?.width === b?.width && a?.height === b?.height;
}
