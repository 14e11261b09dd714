import { InvalidArgumentError, UnsupportedError } from '../../errors.ts';
import { capabilitiesOf } from '../../gpu/device.ts';
import { type Size, sameSize } from '../picture.ts';
import { ImportContext } from './import_context.ts';
import { IMPORTS, type ImportPath, PathMismatchError, type Recording } from './import_paths.ts';
import { describeSource, type ImageSource, type SourceInfo, type SourceKind } from './source.ts';

/** Paths by kind of source, best first. A GPU avoids copies, a CPU adapter avoids textures. */
const ON_GPU: Readonly<Record<SourceKind, readonly ImportPath[]>> = {
  video: ['external-texture', 'copy-external-image', 'image-bitmap', 'video-frame-copy'],
  frame: ['external-texture', 'copy-external-image', 'image-bitmap', 'video-frame-copy'],
  picture: ['copy-external-image', 'image-bitmap'],
  pixels: ['pixels'],
  texture: ['texture'],
};
const ON_CPU_ADAPTER: typeof ON_GPU = {
  ...ON_GPU,
  video: ['video-frame-copy', 'image-bitmap', 'copy-external-image', 'external-texture'],
  frame: ['video-frame-copy', 'image-bitmap', 'copy-external-image', 'external-texture'],
};

/** Per device: whether a path works for a kind of source, once tried. */
const verdicts = new WeakMap<GPUDevice, Map<string, boolean>>();

/** Imports pictures of one size into a buffer, each by the first path that works on this device. */
export class Importer {
  readonly #context: ImportContext;
  #path: ImportPath | undefined;
  #isDestroyed = false;

  constructor(device: GPUDevice, target: GPUBuffer, size: Size) {
    this.#context = new ImportContext(device, target, size);
  }

  /** The path of the last picture. */
  get path(): ImportPath | undefined {
    return this.#path;
  }

  /**
   * Starts an import.
   * @returns a function that records the rest of it into a command encoder
   * @throws UnsupportedError with the reason of each path if none works; InvalidArgumentError if the source changed its size
   * meanwhile, or the importer was destroyed
   */
  async import(source: ImageSource, info: SourceInfo, only?: readonly ImportPath[]): Promise<Recording> {
    const { device } = this.#context;
    const known = verdicts.get(device) ?? new Map<string, boolean>();
    verdicts.set(device, known);
    const failures: string[] = [];
    const order = capabilitiesOf(device).isSoftware ? ON_CPU_ADAPTER : ON_GPU;
    for (const path of only ?? order[info.kind]) {
      const verdict = known.get(`${info.kind} ${path}`);
      if (verdict === false) continue;
      try {
        const recording = await IMPORTS[path](this.#context, source, info);
        if (verdict === undefined) await this.#try(recording);
        known.set(`${info.kind} ${path}`, true);
        this.#path = path;
        // the trial has imported the picture already
        return verdict === undefined ? () => {} : recording;
      } catch (error) {
        if (isAboutThisSource(error)) throw error;
        this.#checkUnchanged(source, info);
        failures.push(`${path}: ${error instanceof Error ? error.message : error}`);
        // a path that worked before fails for this picture only
        if (verdict === undefined && !(error instanceof PathMismatchError)) {
          known.set(`${info.kind} ${path}`, false);
        }
      }
    }
    throw new UnsupportedError(
      `this ${info.kind} cannot be imported to the GPU here (${failures.join('; ')})`,
    );
  }

  /** After this, a failed import says nothing about its path. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#context.destroy();
  }

  /** While an import waits, a video may change its size and a filter may be destroyed. */
  #checkUnchanged(source: ImageSource, info: SourceInfo): void {
    if (this.#isDestroyed) throw new InvalidArgumentError('filter', 'a destroyed filter', 'a live one');
    const now = describeSource(source);
    if (sameSize(now, info)) return;
    throw new InvalidArgumentError('source', `${show(now)} by now`, `the ${show(info)} it began with`);
  }

  /** Submits a recording by itself, to find out whether its path works. */
  async #try(recording: Recording): Promise<void> {
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

/** A picture of another origin, or a closed frame: every path would fail, but the next picture may succeed. */
function isAboutThisSource(error: unknown): boolean {
  return error instanceof Error && ['SecurityError', 'InvalidStateError'].includes(error.name);
}
