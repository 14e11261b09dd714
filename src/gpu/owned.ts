import { OutOfMemoryError } from '../errors.ts';
import type { OwnedBuffer, TextureSize } from '../wgsl/step.ts';
import { BUFFER_USAGE, TEXTURE_USAGE } from './flags.ts';

/** A texture that holds a copy of a buffer. */
interface TextureCopy extends TextureSize {
  readonly texture: GPUTexture;
  /** Created when first bound: creating a view of a texture that could not be allocated is another error. */
  view?: GPUTextureView;
}

/** The buffers that a program owns, by name, and the texture copies of some. */
export class OwnedBuffers {
  readonly #buffers = new Map<string, GPUBuffer>();
  readonly #copies = new Map<string, TextureCopy>();
  /** Rejects with OutOfMemoryError after the buffers are freed. */
  readonly allocated: Promise<void>;

  /** Allocates without waiting for confirmation: see `allocated`. */
  constructor(device: GPUDevice, label: string, buffers: Readonly<Record<string, OwnedBuffer>>) {
    if (Object.keys(buffers).length === 0) {
      this.allocated = Promise.resolve();
      return;
    }
    device.pushErrorScope('out-of-memory');
    for (const [name, { sizeBytes, texture }] of Object.entries(buffers)) {
      this.#buffers.set(name, makeBuffer(device, `${label} ${name}`, sizeBytes));
      if (texture) this.#copies.set(name, makeTextureCopy(device, `${label} ${name}`, texture));
    }
    const scope = device.popErrorScope().catch(() => null); // the device is lost: every use reports it
    this.allocated = scope.then((error) => {
      if (!error) return;
      this.destroy();
      throw new OutOfMemoryError(`no GPU memory to prepare ${label}: ${error.message}`);
    });
    this.allocated.catch(() => {}); // whoever awaits it sees the error
  }

  get(name: string): GPUBuffer | undefined {
    return this.#buffers.get(name);
  }

  /** The texture copy of the buffer `name`, if it has one. */
  textureOf(name: string): GPUTextureView | undefined {
    const copy = this.#copies.get(name);
    if (copy) copy.view ??= copy.texture.createView();
    return copy?.view;
  }

  hasTexture(name: string): boolean {
    return this.#copies.has(name);
  }

  /** Records the copy of the buffer `name` to its texture. */
  encodeCopy(encoder: GPUCommandEncoder, name: string): void {
    const { texture, width, height } = this.#copies.get(name)!;
    const buffer = this.#buffers.get(name)!;
    encoder.copyBufferToTexture({ buffer, bytesPerRow: width * 16 }, { texture }, [width, height]);
  }

  /** Frees everything. Safe to call twice. */
  destroy(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
    for (const { texture } of this.#copies.values()) texture.destroy();
  }
}

/** Allocates the buffers a plan owns, and waits for confirmation. @throws OutOfMemoryError after freeing them. */
export async function createOwnedBuffers(
  device: GPUDevice,
  label: string,
  buffers: Readonly<Record<string, OwnedBuffer>>,
): Promise<OwnedBuffers> {
  const owned = new OwnedBuffers(device, label, buffers);
  await owned.allocated;
  return owned;
}

function makeBuffer(device: GPUDevice, label: string, size: number): GPUBuffer {
  const { STORAGE, COPY_SRC, COPY_DST } = BUFFER_USAGE;
  return device.createBuffer({ label, size, usage: STORAGE | COPY_SRC | COPY_DST });
}

function makeTextureCopy(device: GPUDevice, label: string, { width, height }: TextureSize): TextureCopy {
  const texture = device.createTexture({
    label,
    size: { width, height },
    format: 'rgba32float',
    usage: TEXTURE_USAGE.COPY_DST | TEXTURE_USAGE.TEXTURE_BINDING,
  });
  return { width, height, texture };
}
