import { PADDING_MODES } from '../../kernels/constants.ts';
import type { Capabilities } from '../../problem/capabilities.ts';
import { owned, read, type StepBinding, write } from '../../wgsl/bindings.ts';
import type { Shader } from '../../wgsl/shader.ts';
import { type FoldedStep, foldSteps, makeStep, type OwnedBuffer, type StepInit } from '../../wgsl/step.ts';
import type { FrameFormat } from '../format.ts';
import { type Picture, pictureBytes, pitchOf, type Size } from '../picture.ts';
import { around, type Reach } from './reach.ts';
import type { Border } from './spec.ts';

/** The passes of a chain for frames of one format: plain data. The input is in the buffer `source`. */
export interface ImageFilterPlan extends FrameFormat {
  /** Dispatches in order. */
  readonly steps: readonly FoldedStep[];
  /** Sizes and lifetimes of the plan's own buffers, by name. */
  readonly buffers: Readonly<Record<string, OwnedBuffer>>;
  /** Values to upload once, by the name of their buffer. */
  readonly contents: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Name of the buffer that holds the result, in 8 bits. */
  readonly result: string;
}

/** Alpha of a pass's output: 1 everywhere, the input's, or filtered as the colors are. */
type AlphaMode = 'opaque' | 'keep' | 'filter';

/** The value of `ALPHA` in shaders. */
const ALPHA_MODES: Readonly<Record<AlphaMode, number>> = { opaque: 0, keep: 1, filter: 2 };

/** A pass that reads one picture and writes another. Constants that its shader does not name are left out. */
export interface Pass {
  readonly shader: Shader;
  readonly input: Picture;
  readonly output: Picture;
  /** Values of pixels outside the input. Default: the nearest edge pixel's. */
  readonly border?: Border;
  /** How far outside the input pixels are read at most. Default one pixel. */
  readonly reach?: Reach;
  /** Whether the shader can filter alpha as it filters colors. If not, it keeps the input's. Default false. */
  readonly filtersAlpha?: boolean;
  /** Constants besides those of pictures, border and alpha. */
  readonly constants?: Readonly<Record<string, number | boolean>>;
  /** Bindings after `input` and `output`. */
  readonly bindings?: readonly StepBinding[];
  /** Default: one invocation per pixel of the output, 64 per workgroup. */
  readonly workgroupCount?: number;
}

const NO_BORDER: Border = { mode: 'replicate', color: [0, 0, 0, 0] };

/** Collects the passes of a plan and allots its buffers. Pictures that were read are overwritten by later passes. */
export class PassList {
  readonly capabilities: Capabilities;
  readonly #alpha: AlphaMode;
  readonly #steps: StepInit[] = [];
  readonly #buffers: Record<string, OwnedBuffer> = {};
  readonly #contents: Record<string, Float32Array<ArrayBuffer>> = {};
  readonly #free: string[] = [];

  constructor(capabilities: Capabilities, alpha: AlphaMode) {
    this.capabilities = capabilities;
    this.#alpha = alpha;
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

  /** A new buffer. Its name begins with `name`. */
  scratch(name: string, sizeBytes: number): string {
    return this.#add(name, sizeBytes, 'scratch');
  }

  /** A binding of numbers that are uploaded once. As they are data, other numbers compile nothing. */
  values(name: string, values: ArrayLike<number>): StepBinding {
    const buffer = this.#add(name, values.length * 4, 'prepared');
    this.#contents[buffer] = Float32Array.from(values);
    return read(name, owned(buffer));
  }

  /** @returns the pass's output */
  add({ shader, input, output, border = NO_BORDER, reach = around(1), ...pass }: Pass): Picture {
    const keepsAlpha = this.#alpha === 'filter' && !pass.filtersAlpha;
    this.#steps.push({
      shader,
      constants: {
        ...pictureConstants(input, output),
        ...borderConstants(border, input, reach),
        ALPHA: ALPHA_MODES[keepsAlpha ? 'keep' : this.#alpha],
        ...pass.constants,
      },
      bindings: [
        read('input', owned(input.buffer)),
        write('output', owned(output.buffer)),
        ...(pass.bindings ?? []),
      ],
      workgroupCount: pass.workgroupCount ?? Math.ceil((output.width * output.height) / 64),
    });
    return output;
  }

  /** The plan of the passes added so far, from `source` to `result`. */
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

function pictureConstants(input: Picture, output: Picture) {
  return {
    IN_WIDTH: input.width,
    IN_HEIGHT: input.height,
    IN_PITCH: pitchOf(input.width),
    IN_HALF: input.isHalf,
    OUT_WIDTH: output.width,
    OUT_HEIGHT: output.height,
    OUT_PITCH: pitchOf(output.width),
    OUT_HALF: output.isHalf,
  };
}

/** Constants of image_border.wgsl and the modules that it links or is linked by. */
function borderConstants({ mode }: Border, { width, height }: Size, reach: Reach) {
  const paddingMode = PADDING_MODES[mode];
  return {
    BORDER_MODE: paddingMode,
    PADDING_MODE: paddingMode,
    HAS_BORDER_VALUE: paddingMode === PADDING_MODES.constant,
    IS_NEAR: reach.columns < width && reach.rows < height,
  };
}

/** The border of a picture whose rows are filtered already, by weights of this sum. */
export function borderOfLines(border: Border, sumOfWeights: number): Border {
  return { ...border, color: border.color.map((value) => value * sumOfWeights) };
}
