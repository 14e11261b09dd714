import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { FilterCommand } from './command.ts';
import { reasonOf, UsageError } from './failures.ts';
import { EXTENSION_LIST, type Format, formatOf, nameIn } from './formats.ts';

/** One picture to filter. */
export interface Job {
  readonly input: string;
  readonly output: string;
  readonly format: Format;
}

/** A file that cannot be filtered, and why. */
export interface Failure {
  readonly file: string;
  readonly reason: string;
}

/** The jobs of a command line, and the files that it cannot filter. */
export interface JobList {
  readonly jobs: readonly Job[];
  readonly failures: readonly Failure[];
  /** Files in folders that are not pictures. */
  readonly otherCount: number;
}

/** An input and the name of its output inside the output folder. */
interface Found {
  readonly input: string;
  readonly name: string;
}

/** Pairs inputs with outputs, by their names; opens no file. @throws UsageError if the output does not fit the inputs. */
export function listJobs(command: FilterCommand): JobList {
  const failures: Failure[] = [];
  const found: Found[] = [];
  let otherCount = 0;
  const isFolder = isFolderMeant(command);
  for (const input of command.inputs) {
    const { stats, reason = reasonOf({ code: 'ENOENT' }) } = lookAt(input);
    if (!stats) failures.push({ file: input, reason });
    else if (!stats.isDirectory()) found.push({ input, name: path.basename(input) });
    else {
      const failureCount = failures.length;
      const files = filesIn(input, command, failures);
      const pictures = files.filter((file) => formatOf(file));
      otherCount += files.length - pictures.length;
      found.push(...pictures.map((name) => ({ input: path.join(input, name), name })));
      if (pictures.length === 0 && failures.length === failureCount)
        failures.push({ file: input, reason: `no pictures in it (${EXTENSION_LIST})` });
    }
  }
  const jobs = found
    .map((one) => jobFor(one, command, isFolder))
    .filter((job) => isPossible(job, command, failures));
  return { jobs: withoutDuplicates(jobs, failures), failures, otherCount };
}

function isFolderMeant({ inputs, output }: FilterCommand): boolean {
  const { stats, reason } = lookAt(output);
  if (reason !== undefined) throw new UsageError(`-o ${output}: ${reason}`);
  const isFolder = stats?.isDirectory();
  const needsFolder = inputs.length > 1 || lookAt(inputs[0]).stats?.isDirectory();
  if (needsFolder && isFolder === false) {
    throw new UsageError(`-o ${output}: is a file, but several pictures go into a folder`);
  }
  return needsFolder || isFolder || /[\\/]$/.test(output);
}

function jobFor({ input, name }: Found, { output, format }: FilterCommand, isFolder: boolean): Job {
  if (isFolder) {
    const written = format ?? formatOf(name) ?? 'png';
    return { input, output: path.join(output, nameIn(written, name)), format: written };
  }
  const outputFormat = formatOf(output);
  if (!outputFormat)
    throw new UsageError(`-o ${output}: a picture's name ends with ${EXTENSION_LIST}; a folder's with /`);
  if (format && format !== outputFormat)
    throw new UsageError(`-o ${output} and --format ${format} contradict each other`);
  return { input, output, format: outputFormat };
}

function isPossible({ input, output }: Job, { overwrites }: FilterCommand, failures: Failure[]): boolean {
  const { stats: existing, reason } = lookAt(output);
  if (reason !== undefined) failures.push({ file: output, reason });
  if (!existing) return reason === undefined;
  const { dev, ino } = statSync(input);
  const isInput =
    realpathSync(output) === realpathSync(input) ||
    (ino !== 0 && existing.dev === dev && existing.ino === ino);
  if (isInput) failures.push({ file: output, reason: 'is its own input: choose another name or folder' });
  else if (existing.isDirectory()) failures.push({ file: output, reason: 'is a folder' });
  else if (overwrites) return true;
  else failures.push({ file: output, reason: reasonOf({ code: 'EEXIST' }) });
  return false;
}

/** Keeps the first of the jobs that would write to one file. */
function withoutDuplicates(jobs: readonly Job[], failures: Failure[]): Job[] {
  const inputs = new Map<string, string>();
  return jobs.filter(({ input, output }) => {
    const first = inputs.get(path.resolve(output));
    if (first === undefined) inputs.set(path.resolve(output), input);
    else failures.push({ file: input, reason: `left out: ${output} is already the result of ${first}` });
    return first === undefined;
  });
}

/** Names of files below a folder, sorted, without hidden ones and those in the output folder. */
function filesIn(folder: string, { isRecursive, output }: FilterCommand, failures: Failure[]): string[] {
  const walk = (below: string): string[] =>
    namesIn(path.join(folder, below), failures).flatMap((name) => {
      const at = path.join(below, name);
      const file = path.join(folder, at);
      const { stats, reason } = lookAt(file);
      if (reason !== undefined) failures.push({ file, reason });
      if (stats?.isFile()) return [at];
      const isOutput = path.resolve(file) === path.resolve(output);
      return stats?.isDirectory() && isRecursive && !isOutput ? walk(at) : [];
    });
  return walk('');
}

function namesIn(folder: string, failures: Failure[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    failures.push({ file: folder, reason: reasonOf(error) });
    return [];
  }
}

/** The stats of a path, or why they cannot be read; neither if nothing is there. */
function lookAt(file: string): { readonly stats?: Stats; readonly reason?: string } {
  try {
    return { stats: statSync(file, { throwIfNoEntry: false }) };
  } catch (error) {
    // below a file there is nothing
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? {} : { reason: reasonOf(error) };
  }
}
