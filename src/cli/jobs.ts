import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { FilterCommand } from './command.ts';
import { reasonOf, UsageError } from './failures.ts';
import { EXTENSION_LIST, type Format, formatOf, nameIn } from './formats.ts';

/** One picture to do. */
export interface Job {
  readonly input: string;
  readonly output: string;
  readonly format: Format;
}

/** What can't be done, and why. */
export interface Failure {
  readonly file: string;
  readonly reason: string;
}

export interface JobList {
  readonly jobs: readonly Job[];
  readonly failures: readonly Failure[];
  /** Files in folders that are no pictures. */
  readonly otherCount: number;
}

/** An input and its name below the output folder. */
interface Found {
  readonly input: string;
  readonly name: string;
}

/** Pairs inputs with outputs. Looks at names only; opens nothing. @throws UsageError where the output can't be meant so */
export function listJobs(command: FilterCommand): JobList {
  const failures: Failure[] = [];
  const found: Found[] = [];
  let otherCount = 0;
  const isFolder = isFolderMeant(command);
  for (const input of command.inputs) {
    const stats = statsOf(input);
    if (!stats) failures.push({ file: input, reason: 'no such file or folder' });
    else if (!stats.isDirectory()) found.push({ input, name: path.basename(input) });
    else {
      const files = filesIn(input, command.isRecursive, command.output);
      const pictures = files.filter((file) => formatOf(file));
      otherCount += files.length - pictures.length;
      found.push(...pictures.map((name) => ({ input: path.join(input, name), name })));
      if (pictures.length === 0)
        failures.push({ file: input, reason: `no pictures in it (${EXTENSION_LIST})` });
    }
  }
  const jobs = found
    .map((one) => jobFor(one, command, isFolder))
    .filter((job) => isPossible(job, command, failures));
  return { jobs: withoutTwins(jobs, failures), failures, otherCount };
}

function isFolderMeant({ inputs, output }: FilterCommand): boolean {
  const isFolder = statsOf(output)?.isDirectory();
  const needsFolder = inputs.length > 1 || statsOf(inputs[0])?.isDirectory();
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
  const told = formatOf(output);
  if (!told)
    throw new UsageError(`-o ${output}: a picture's name ends with ${EXTENSION_LIST}; a folder's with /`);
  if (format && format !== told)
    throw new UsageError(`-o ${output} and --format ${format} contradict each other`);
  return { input, output, format: told };
}

function isPossible({ input, output }: Job, { overwrites }: FilterCommand, failures: Failure[]): boolean {
  const existing = statsOf(output);
  if (!existing) return true;
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

/** Of several that would be written to one file, the first. */
function withoutTwins(jobs: readonly Job[], failures: Failure[]): Job[] {
  const inputs = new Map<string, string>();
  return jobs.filter(({ input, output }) => {
    const first = inputs.get(path.resolve(output));
    if (first === undefined) inputs.set(path.resolve(output), input);
    else failures.push({ file: input, reason: `left out: ${output} is already the result of ${first}` });
    return first === undefined;
  });
}

/** Files in a folder by their names below it, sorted; hidden ones, and what lies in the output folder, left out. */
function filesIn(folder: string, isRecursive: boolean, output: string): string[] {
  const walk = (below: string): string[] =>
    readdirSync(path.join(folder, below))
      .filter((name) => !name.startsWith('.'))
      .sort()
      .flatMap((name) => {
        const at = path.join(below, name);
        const stats = statsOf(path.join(folder, at));
        if (stats?.isFile()) return [at];
        const isOutput = path.resolve(folder, at) === path.resolve(output);
        return stats?.isDirectory() && isRecursive && !isOutput ? walk(at) : [];
      });
  return walk('');
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // a part of the path is no folder: writing will say so
  }
}
