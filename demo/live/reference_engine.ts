import type { ImageFilterSpec } from 'webgpu-conv/image';
import { h } from '../app/dom.ts';
import { type Frame, sizeOf } from '../sources/source.ts';
import { FrameEngine } from './engine.ts';
import { filterByReference, hasReference } from './reference.ts';

const WIDTH = 160;

/** Filters without WebGPU: with the library's CPU reference, at a small size. */
export class ReferenceEngine extends FrameEngine {
  readonly canvas = h('canvas');
  readonly #pen = this.canvas.getContext('2d', { willReadFrequently: true })!;

  protected async apply({ image }: Frame, spec: ImageFilterSpec, onDrawn: () => void): Promise<void> {
    const size = sizeOf(image);
    if (size.width === 0) return;
    const height = Math.max(1, Math.round((WIDTH * size.height) / size.width));
    if (this.canvas.width !== WIDTH || this.canvas.height !== height) {
      Object.assign(this.canvas, { width: WIDTH, height });
    }
    this.#pen.drawImage(image, 0, 0, WIDTH, height);
    this.limitation = hasReference(spec) ? '' : 'matricesOnly';
    if (!this.limitation) {
      this.#pen.putImageData(filterByReference(this.#pen.getImageData(0, 0, WIDTH, height), spec), 0, 0);
    }
    onDrawn();
    await new Promise((resolve) => setTimeout(resolve)); // gives the page time to respond
  }

  protected release(): void {}
}
