import { PADDING_MODES } from '../../kernels/constants.ts';
import type { Capabilities } from '../../problem/capabilities.ts';
import { type FoldedStep, foldSteps, makeStep, type OwnedBuffer, type StepInit } from '../../wgsl/step.ts';
import type { FrameFormat } from '../format.ts';
import { type Picture, pictureBytes, type Size } from '../picture.ts';
import type { Border } from './spec.ts';

/** How a chain runs on frames of one format: plain data. The input lies in the buffer `source`. */
export interface ImageFilterPlan extends FrameFormat {
  readonly steps: readonly FoldedStep[];
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
  /** Contents of buffers that are written once, by name. */
  readonly contents: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Name of the buffer that ends up with the result (8-bit). */
  readonly result: string;
}

/** What alpha is to a pass: 1 everywhere, the input's, or filtered as the colors are. */
export type AlphaMode = 'opaque' | 'keep' | 'filter';

/** The value of `ALPHA` in shaders. */
export const ALPHA_MODES: Readonly<Record<AlphaMode, number>> = { opaque: 0, keep: 1, filter: 2 };

/** Collects the steps of a plan and hands out its buffers, using scratch buffers again once they are read. */
export class PassList {
  readonly capabilities: Capabilities;
  readonly alpha: AlphaMode;
  readonly #steps: StepInit[] = [];
  readonly #buffers: Record<string, OwnedBuffer> = {};
  readonly #contents: Record<string, Float32Array<ArrayBuffer>> = {};
  readonly #free: string[] = [];

  constructor(capabilities: Capabilities, alpha: AlphaMode) {
    this.capabilities = capabilities;
    this.alpha = alpha;
  }

  /** A picture for a pass to write. */
  picture(size: Size, isHalf: boolean): Picture {
    const sizeBytes = pictureBytes(size, isHalf);
    const fits = this.#free.findIndex((name) => this.#buffers[name].sizeBytes === sizeBytes);
    const buffer = fits >= 0 ? this.#free.splice(fits, 1)[0] : this.scratch('picture', sizeBytes);
    return { ...size, buffer, isHalf };
  }

  /** Lets later passes overwrite a picture that {@link picture} made. */
  release({ buffer }: Picture): void {
    if (buffer !== 'source') this.#free.push(buffer);
  }

  /** A buffer of its own, by a name that begins with `name`. */
  scratch(name: string, sizeBytes: number): string {
    return this.#add(name, sizeBytes, 'scratch');
  }

  /** A buffer that holds `values`, written once. */
  values(name: string, values: ArrayLike<number>): string {
    const buffer = this.#add(name, values.length * 4, 'prepared');
    this.#contents[buffer] = Float32Array.from(values);
    return buffer;
  }

  add(step: StepInit): void {
    this.#steps.push(step);
  }

  /** All passes added, from `source` to `result`. */
  plan(format: FrameFormat, source: Picture, result: Picture): ImageFilterPlan {
    const steps = this.#steps.map(makeStep);
    return {
      ...format,
      steps: foldSteps(steps, this.capabilities.limits.maxComputeWorkgroupsPerDimension),
      buffers: {
        source: { sizeBytes: pictureBytes(source, source.isHalf), lifetime: 'scratch' },
        ...this.#buffers,
      },
      contents: this.#contents,
      result: result.buffer,
    };
  }

  #add(name: string, sizeBytes: number, lifetime: OwnedBuffer['lifetime']): string {
    const buffer = `${name} ${Object.keys(this.#buffers).length}`;
    this.#buffers[buffer] = { sizeBytes, lifetime };
    return buffer;
  }
}

/** Constants of shaders/image_border.wgsl and the module it links; `reach` is how far outside taps lie at most. */
export function borderConstants({ mode }: Border, { width, height }: Size, reach: Size) {
  const isNear = reach.width < width && reach.height < height;
  return { BORDER_MODE: PADDING_MODES[mode], PADDING_MODE: PADDING_MODES[mode], IS_NEAR: isNear };
}
