import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { ImageFilterSpec, Stage } from '../image/index.ts';
import { UsageError } from './failures.ts';
import { FORMAT_NAMES, type Format } from './formats.ts';
import { parseBorder, parseStage } from './stage_argument.ts';

/** A command line, parsed. */
export type Command =
  | { readonly kind: 'help' | 'list' | 'version' }
  | ({ readonly kind: 'filter' } & FilterCommand);

/** Pictures to filter, and how. */
export interface FilterCommand {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly spec: ImageFilterSpec;
  /** The format of pictures written to a folder. Default: that of the input. */
  readonly format?: Format;
  /** The quality of JPEG and WebP, 1 to 100. */
  readonly quality: number;
  readonly isRecursive: boolean;
  readonly overwrites: boolean;
  readonly isQuiet: boolean;
}

const OPTIONS = {
  filter: { type: 'string', short: 'f', multiple: true },
  output: { type: 'string', short: 'o' },
  border: { type: 'string' },
  'border-color': { type: 'string' },
  linear: { type: 'boolean' },
  premultiply: { type: 'boolean' },
  format: { type: 'string' },
  quality: { type: 'string' },
  recursive: { type: 'boolean', short: 'r' },
  overwrite: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const satisfies ParseArgsConfig['options'];

const DEFAULT_QUALITY = 90;

/** Reads the arguments after the program's name. @throws UsageError */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help || args.length === 0) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (values.list) return { kind: 'list' };
  const { filter = [], output } = values;
  if (positionals.length === 0) throw new UsageError('missing input: name a picture or a folder');
  if (filter.length === 0)
    throw new UsageError('missing filter: pass --filter sobel, for example; --list shows all');
  if (!output) throw new UsageError('missing output: pass -o result.png or -o results/');
  return {
    kind: 'filter',
    inputs: positionals,
    output,
    spec: {
      stages: filter.map(parseStage).map((stage) => withColor(stage, values['border-color'])),
      ...(values.border === undefined ? {} : { border: parseBorder('--border', values.border) }),
      arithmetic: values.linear ? 'linear' : 'srgb',
      alpha: values.premultiply ? 'premultiplied' : 'keep',
    },
    format: values.format === undefined ? undefined : parseFormat(values.format),
    quality: values.quality === undefined ? DEFAULT_QUALITY : parseQuality(values.quality),
    isRecursive: values.recursive ?? false,
    overwrites: values.overwrite ?? false,
    isQuiet: values.quiet ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // the sentences after the first are about arguments that begin with a dash
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

function withColor(stage: Stage, color: string | undefined): Stage {
  if (color === undefined) return stage;
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{8})$/i.exec(color)?.[1];
  if (!digits) throw new UsageError(`--border-color ${color}: needs #rrggbb or #rrggbbaa`);
  const [red, green, blue, alpha = 1] = digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16) / 255);
  return { ...stage, borderColor: [red, green, blue, alpha] };
}

function parseFormat(text: string): Format {
  const format = FORMAT_NAMES.get(text.toLowerCase());
  if (!format) throw new UsageError(`--format ${text}: needs ${[...FORMAT_NAMES.keys()].join(', ')}`);
  return format;
}

function parseQuality(text: string): number {
  const quality = Number(text);
  if (Number.isInteger(quality) && quality >= 1 && quality <= 100) return quality;
  throw new UsageError(`--quality ${text}: needs a whole number from 1 to 100`);
}
