import { InvalidArgumentError, UnsupportedError } from '../../errors.ts';
import { capabilitiesOf } from '../../gpu/device.ts';
import { type Size, sameSize } from '../picture.ts';
import { ImportContext } from './import_context.ts';
import { IMPORTS, type ImportPath, NotThisWayError, type Recording } from './import_paths.ts';
import { describeSource, type ImageSource, type SourceInfo, type SourceKind } from './source.ts';

/** Ways by kind of source, the best first: on a GPU without a copy, on a processor without a texture. */
const ON_GPU: Readonly<Record<SourceKind, readonly ImportPath[]>> = {
  video: ['external-texture', 'copy-external-image', 'image-bitmap', 'video-frame-copy'],
  frame: ['external-texture', 'copy-external-image', 'image-bitmap', 'video-frame-copy'],
  picture: ['copy-external-image', 'image-bitmap'],
  pixels: ['pixels'],
  texture: ['texture'],
};
const ON_PROCESSOR: typeof ON_GPU = {
  ...ON_GPU,
  video: ['video-frame-copy', 'image-bitmap', 'copy-external-image', 'external-texture'],
  frame: ['video-frame-copy', 'image-bitmap', 'copy-external-image', 'external-texture'],
};

/** Ways known to work and not to work, a device. */
const verdicts = new WeakMap<GPUDevice, Map<string, boolean>>();

/** Brings pictures of one size into the `source` buffer of a plan, each by the first way that works here. */
export class Importer {
  readonly #context: ImportContext;
  #path: ImportPath | undefined;
  #isDestroyed = false;

  constructor(device: GPUDevice, target: GPUBuffer, size: Size) {
    this.#context = new ImportContext(device, target, size);
  }

  /** The way the last picture came. */
  get path(): ImportPath | undefined {
    return this.#path;
  }

  /**
   * Starts the import; what it gives back records the part that goes into a command encoder.
   * @throws UnsupportedError with the reason of each way, where none works; InvalidArgumentError where the source changed its
   * size meanwhile, or the memory imported to is gone.
   */
  async import(source: ImageSource, info: SourceInfo, only?: readonly ImportPath[]): Promise<Recording> {
    const { device } = this.#context;
    const known = verdicts.get(device) ?? new Map<string, boolean>();
    verdicts.set(device, known);
    const failures: string[] = [];
    const order = capabilitiesOf(device).isSoftware ? ON_PROCESSOR : ON_GPU;
    for (const path of only ?? order[info.kind]) {
      const verdict = known.get(`${info.kind} ${path}`);
      if (verdict === false) continue;
      try {
        const recording = await IMPORTS[path](this.#context, source, info);
        if (verdict === undefined) await this.#tryOut(recording);
        known.set(`${info.kind} ${path}`, true);
        this.#path = path;
        // what was tried out is done already
        return verdict === undefined ? () => {} : recording;
      } catch (error) {
        if (isAboutThisSource(error)) throw error;
        this.#checkUnchanged(source, info);
        failures.push(`${path}: ${error instanceof Error ? error.message : error}`);
        // what worked once failed for this picture only
        if (verdict === undefined && !(error instanceof NotThisWayError)) {
          known.set(`${info.kind} ${path}`, false);
        }
      }
    }
    throw new UnsupportedError(
      `this ${info.kind} cannot be brought to the GPU here (${failures.join('; ')})`,
    );
  }

  /** The memory imported to is gone: a failure says nothing of a way any more. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#context.destroy();
  }

  /** A video may change its size, and a filter be destroyed, while an import waits. */
  #checkUnchanged(source: ImageSource, info: SourceInfo): void {
    if (this.#isDestroyed) throw new InvalidArgumentError('filter', 'a destroyed filter', 'a live one');
    const now = describeSource(source);
    if (sameSize(now, info)) return;
    throw new InvalidArgumentError('source', `${show(now)} by now`, `the ${show(info)} it began with`);
  }

  /** Submits a recording by itself, to see whether the way works at all. */
  async #tryOut(recording: Recording): Promise<void> {
    const { device } = this.#context;
    device.pushErrorScope('validation');
    const failure = attempt(() => {
      const encoder = device.createCommandEncoder({ label: 'first import' });
      recording(encoder);
      device.queue.submit([encoder.finish()]);
    });
    const error = (await device.popErrorScope()) ?? failure;
    if (error) throw new UnsupportedError(error.message);
  }
}

const show = ({ width, height }: Size) => `${width}×${height} pixels`;

function attempt(action: () => void): Error | undefined {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A picture of another origin, or a closed frame: no way would take it, and the next one may be fine. */
function isAboutThisSource(error: unknown): boolean {
  return error instanceof Error && ['SecurityError', 'InvalidStateError'].includes(error.name);
}
