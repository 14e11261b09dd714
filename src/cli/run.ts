import { createRequire } from 'node:module';
import { filterPixels } from '../image/index.ts';
import { DeviceLostError } from '../index.ts';
import { type Command, type FilterCommand, parseCommand } from './command.ts';
import { reasonOf, SetupError, UsageError } from './failures.ts';
import { type Job, listJobs } from './jobs.ts';
import { loadSharp, openDevice, type Sharp } from './peers.ts';
import { readPicture, removeUnfinished, writePicture } from './pictures.ts';
import { Progress } from './progress.ts';
import { HELP, listText } from './texts.ts';

const FAILED = 1;
const MISUSED = 2;
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Runs the command line. @returns the exit status, as the help text explains it */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await perform(parseCommand(args));
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof SetupError)) throw error;
    const hint = error instanceof UsageError ? '\nwebgpu-conv --help explains the command' : '';
    console.error(`webgpu-conv: ${error.message}${hint}`);
    return error instanceof UsageError ? MISUSED : FAILED;
  }
}

async function perform(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'list':
      process.stdout.write(listText());
      return 0;
    case 'version':
      console.log(createRequire(import.meta.url)('../../package.json').version);
      return 0;
    default:
      return filterFiles(command);
  }
}

async function filterFiles(command: FilterCommand): Promise<number> {
  const { jobs, failures, otherCount } = listJobs(command);
  for (const { file, reason } of failures) console.error(`${file}: ${reason}`);
  const doneCount = jobs.length > 0 ? await new Run(command, await loadSharp()).all(jobs) : 0;
  const failedCount = failures.length + jobs.length - doneCount;
  if (!command.isQuiet) {
    const others =
      otherCount > 0 ? `, ${otherCount} other ${otherCount === 1 ? 'file' : 'files'} left out` : '';
    const failed = failedCount > 0 ? `, ${failedCount} failed` : '';
    console.log(`wrote ${written(doneCount, jobs, command.output)}${failed}${others}`);
  }
  return failedCount > 0 ? FAILED : 0;
}

function written(doneCount: number, jobs: readonly Job[], output: string): string {
  if (doneCount === 0) return 'nothing';
  return doneCount === 1 && jobs.length === 1 ? jobs[0].output : `${doneCount} pictures to ${output}`;
}

/** The work on a list of pictures. */
class Run {
  readonly #command: FilterCommand;
  readonly #sharp: Sharp;
  readonly #progress: Progress;
  #gpu: Awaited<ReturnType<typeof openDevice>> | undefined;

  constructor(command: FilterCommand, sharp: Sharp) {
    this.#command = command;
    this.#sharp = sharp;
    this.#progress = new Progress(process.stderr, command.isQuiet);
  }

  /** @returns the number of pictures written */
  async all(jobs: readonly Job[]): Promise<number> {
    const stop = this.#watchSignals();
    let doneCount = 0;
    try {
      await this.#device();
      for (const [index, job] of jobs.entries()) {
        if (await this.#one(job, (part) => this.#progress.show(index, jobs.length, part, job.input)))
          doneCount++;
      }
    } finally {
      this.#progress.clear();
      this.#gpu?.close();
      stop();
    }
    return doneCount;
  }

  async #one(job: Job, onPart: (part: number) => void): Promise<boolean> {
    const { spec, quality, overwrites } = this.#command;
    let doing = 'cannot be read';
    try {
      onPart(0);
      const picture = await readPicture(this.#sharp, job.input);
      doing = 'cannot be filtered';
      const onProgress = (done: number, all: number) => onPart((0.9 * done) / all);
      const result = await filterPixels(await this.#device(), picture, spec, { onProgress });
      doing = `cannot be written to ${job.output}`;
      const { hasAlpha } = picture;
      await writePicture(this.#sharp, { ...result, hasAlpha }, job.output, {
        format: job.format,
        quality,
        overwrites,
      });
      if (hasAlpha && job.format === 'jpeg')
        this.#say(`${job.input}: JPEG has no transparency: clear parts are white`);
      return true;
    } catch (error) {
      this.#say(`${job.input}: ${doing}: ${reasonOf(error)}`);
      // the next picture gets a new device
      if (error instanceof DeviceLostError) this.#gpu = undefined;
      return false;
    }
  }

  async #device(): Promise<GPUDevice> {
    this.#gpu ??= await openDevice((text) => {
      if (!this.#command.isQuiet) this.#say(text);
    });
    return this.#gpu.device;
  }

  #say(text: string): void {
    this.#progress.clear();
    console.error(text);
  }

  /** Leaves nothing half-written when stopped. */
  #watchSignals(): () => void {
    const handlers = Object.entries(SIGNALS).map(([signal, status]) => {
      const handler = () => {
        this.#progress.clear();
        removeUnfinished();
        process.exit(status);
      };
      process.once(signal, handler);
      return () => process.off(signal, handler);
    });
    return () => {
      for (const remove of handlers) remove();
    };
  }
}
