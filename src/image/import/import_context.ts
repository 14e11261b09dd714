import { BUFFER_USAGE } from '../../gpu/flags.ts';
import type { Program } from '../../gpu/program.ts';
import { createStepProgram } from '../../gpu/step_program.ts';
import type { StepInit } from '../../wgsl/step.ts';
import { pictureBytes, type Size } from '../picture.ts';
import { planesBytes } from './image_planes.ts';
import { importTexture } from './import_texture.ts';

/** Buffers, textures and programs for imports of pictures of one size. Each is made when first needed. */
export class ImportContext {
  readonly device: GPUDevice;
  /** Receives the picture: rows of `pitchOf(width)` words. */
  readonly target: GPUBuffer;
  readonly #size: Size;
  readonly #programs = new Map<string, Promise<Program>>();
  #texture: GPUTexture | undefined;
  #planes: GPUBuffer | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  constructor(device: GPUDevice, target: GPUBuffer, size: Size) {
    this.device = device;
    this.target = target;
    this.#size = size;
  }

  /** A compiled step that reads the caller's `picture` into `output`. */
  program(step: StepInit): Promise<Program> {
    const key = `${step.shader.name} ${JSON.stringify(step.constants)}`;
    const known = this.#programs.get(key);
    if (known) return known;
    const made = createStepProgram(this.device, step);
    made.catch(() => this.#programs.delete(key));
    this.#programs.set(key, made);
    return made;
  }

  /** A texture of the picture's size. */
  texture(): GPUTexture {
    this.#texture ??= importTexture(this.device, this.#size);
    return this.#texture;
  }

  /** Memory for a frame's planes. */
  planes(): GPUBuffer {
    this.#planes ??= this.device.createBuffer({
      label: 'imported planes',
      size: planesBytes(this.#size),
      usage: BUFFER_USAGE.STORAGE | BUFFER_USAGE.COPY_DST,
    });
    return this.#planes;
  }

  /** Host memory of the target's size. */
  bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= new Uint8Array(pictureBytes(this.#size, false));
    return this.#bytes;
  }

  destroy(): void {
    this.#texture?.destroy();
    this.#planes?.destroy();
  }
}
