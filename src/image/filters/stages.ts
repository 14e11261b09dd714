import { InvalidArgumentError } from '../../errors.ts';
import { checkFinite, checkInteger, checkOneOf } from '../../problem/validate.ts';
import { checkLinearOptions, matrixStageFilter } from './linear.ts';
import { type PresetName, type PresetParameter, type PresetStage, presets } from './presets.ts';
import type { Border, ImageFilterInput, ImageFilterSpec, MatrixStage, MixStage, Stage } from './spec.ts';

const BORDERS = ['zeros', 'constant', 'reflect', 'symmetric', 'replicate', 'circular'] as const;

/** A stage with every default filled in and its numbers checked. */
export interface ResolvedStage {
  readonly type: Stage['type'];
  readonly stage: Stage;
  /** The preset's numbers by name. Empty for a matrix. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly border: Border;
  readonly iterations: number;
}

/** A chain with every default filled in. */
export interface ResolvedFilter {
  readonly stages: readonly ResolvedStage[];
  readonly alpha: NonNullable<ImageFilterSpec['alpha']>;
  readonly arithmetic: NonNullable<ImageFilterSpec['arithmetic']>;
}

/** @throws InvalidArgumentError that names the stage and the setting, what it got and what it needs */
export function resolveFilter(input: ImageFilterInput): ResolvedFilter {
  const spec = toSpec(input);
  const { stages, border = 'reflect', alpha = 'keep', arithmetic = 'srgb' } = spec;
  if (!Array.isArray(stages)) throw new InvalidArgumentError('spec.stages', stages, 'a list of stages');
  checkOneOf('spec.border', border, BORDERS);
  checkOneOf('spec.alpha', alpha, ['keep', 'premultiplied']);
  checkOneOf('spec.arithmetic', arithmetic, ['srgb', 'linear']);
  return {
    stages: stages.map((stage, index) => resolveStage(`spec.stages[${index}]`, stage, border)),
    alpha,
    arithmetic,
  };
}

function toSpec(input: ImageFilterInput): ImageFilterSpec {
  if (Array.isArray(input)) return { stages: input };
  if (typeof input === 'string') return { stages: [input] };
  const given = input as ImageFilterSpec | Stage | undefined;
  if (given === null || typeof given !== 'object') {
    throw new InvalidArgumentError('spec', given, 'a preset name, a stage, a list of stages or { stages }');
  }
  return 'stages' in given ? given : { stages: [given] };
}

function resolveStage(argument: string, given: Stage | PresetName, border: Border['mode']): ResolvedStage {
  const stage = (typeof given === 'string' ? { type: given } : given) as Stage;
  const type = stage?.type;
  if (type !== 'matrix' && type !== 'mix' && !Object.hasOwn(presets, type ?? '')) {
    const names = Object.keys(presets).join(', ');
    throw new InvalidArgumentError(`${argument}.type`, type, `'matrix', 'mix' or a preset: ${names}`);
  }
  checkLinearOptions(argument, stage);
  const isMatrix = type === 'matrix' || type === 'mix';
  if (isMatrix) matrixStageFilter(argument, stage as MatrixStage | MixStage);
  const iterations = checkInteger(`${argument}.iterations`, stage.iterations ?? 1, 1);
  if (iterations > 100) throw new InvalidArgumentError(`${argument}.iterations`, iterations, 'at most 100');
  return {
    type,
    stage,
    numbers: isMatrix ? {} : presetNumbers(argument, stage as PresetStage),
    border: resolveBorder(argument, stage, border),
    iterations,
  };
}

function presetNumbers(argument: string, stage: PresetStage): Record<string, number> {
  const parameters: Readonly<Record<string, PresetParameter>> = presets[stage.type].parameters;
  const given = stage as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { default: value, min, max }]): [string, number] => {
      const number = checkFinite(`${argument}.${name}`, given[name] ?? value);
      if (number < min || number > max) {
        throw new InvalidArgumentError(`${argument}.${name}`, number, `a number from ${min} to ${max}`);
      }
      return [name, number];
    }),
  );
}

function resolveBorder(argument: string, stage: Stage, fallback: Border['mode']): Border {
  const mode = checkOneOf(`${argument}.border`, stage.border ?? fallback, BORDERS);
  const color: readonly (number | undefined)[] = stage.borderColor ?? [0, 0, 0];
  if (!Array.isArray(color) || color.length < 3 || color.length > 4 || !color.every(Number.isFinite)) {
    const needs = '[red, green, blue] or [red, green, blue, alpha]';
    throw new InvalidArgumentError(`${argument}.borderColor`, color, needs);
  }
  const [red, green, blue, alpha = 1] = color as number[];
  return { mode, color: mode === 'constant' ? [red, green, blue, alpha] : [0, 0, 0, 0] };
}
