import { type ImageFilterSpec, type PresetName, presets, type Stage } from 'webgpu-conv/image';
import type { Rows } from '../app/convolver.ts';
import { FILTER_NAMES, FILTERS, type FilterName } from '../app/filters.ts';
import { numberWithin } from '../app/parameters.ts';

/** A step of the chain with an editable matrix. */
export interface MatrixStep {
  readonly type: 'matrix';
  readonly rows: Rows;
  readonly scale: number;
  readonly bias: number;
  readonly isOn: boolean;
}

/** A step that is one of the library's presets, with its numbers. */
export interface PresetStep {
  readonly type: PresetName;
  readonly numbers: Readonly<Record<string, number>>;
  readonly isOn: boolean;
}

export type Step = MatrixStep | PresetStep;

/** The presets that are not among the lessons' matrices. */
export const PRESET_NAMES = (Object.keys(presets) as PresetName[]).filter(
  (name) => !/^(identity|sharpen|emboss|laplacian|vertical-edges|horizontal-edges|sobel-[xy])$/.test(name),
);

export const SIZES = [3, 5, 7, 9, 11] as const;
const LARGEST_SIZE = 11;
const LARGEST_WEIGHT = 1e4;
const LONGEST_CHAIN = 8;

/** Ranges of the sliders. Typed and linked values must lie in them too. */
export const SCALE_RANGE = { min: -4, max: 4, step: 0.05 } as const;
export const BIAS_RANGE = { min: -1, max: 1, step: 0.01 } as const;

export function matrixStep(rows: Rows, rest: Partial<MatrixStep> = {}): MatrixStep {
  return { type: 'matrix', scale: 1, bias: 0, isOn: true, ...rest, rows };
}

export function presetStep(type: PresetName): PresetStep {
  const numbers = Object.entries(presets[type].parameters).map(([name, { default: value }]) => [name, value]);
  return { type, numbers: Object.fromEntries(numbers), isOn: true };
}

/** The name of the step's filter, if it is one of the lessons' filters. */
export function filterNameOf(step: Step): FilterName | undefined {
  if (step.type !== 'matrix') return undefined;
  const text = formatRows(step.rows);
  return FILTER_NAMES.find((name) => formatRows(FILTERS[name]) === text);
}

/** The chain as the library's spec: the enabled steps, or identity if there are none. */
export function specOf(chain: readonly Step[], border: ImageFilterSpec['border']): ImageFilterSpec {
  const stages = chain.filter(({ isOn }) => isOn).map(stageOf);
  return { stages: stages.length > 0 ? stages : ['identity'], border };
}

function stageOf(step: Step): Stage {
  if (step.type !== 'matrix') return { type: step.type, ...step.numbers } as Stage;
  return { type: 'matrix', matrix: step.rows, scale: step.scale, bias: step.bias };
}

/** A chain as text for the address: steps separated by `~`, disabled ones prefixed with `!`. */
export function formatChain(chain: readonly Step[]): string {
  return chain.map((step) => (step.isOn ? '' : '!') + formatStep(step)).join('~');
}

function formatStep(step: Step): string {
  if (step.type !== 'matrix') return [step.type, ...Object.values(step.numbers)].join(':');
  const matrix = filterNameOf(step) ?? formatRows(step.rows);
  return ['matrix', matrix, step.scale, step.bias].join(':');
}

/** Reads what {@link formatChain} wrote; undefined for anything else. */
export function parseChain(text: string): Step[] | undefined {
  const steps = text.split('~').map((part) => {
    const step = parseStep(part.replace(/^!/, ''));
    return step && { ...step, isOn: !part.startsWith('!') };
  });
  const isWhole = steps.every((step) => step !== undefined) && steps.length <= LONGEST_CHAIN;
  return isWhole ? (steps as Step[]) : undefined;
}

function parseStep(text: string): Step | undefined {
  const [type, ...rest] = text.split(':');
  if (type === 'matrix') return parseMatrixStep(rest);
  const preset = PRESET_NAMES.find((name) => name === type);
  return preset && parsePresetStep(preset, rest);
}

function parseMatrixStep([matrix = '', scaleText = '1', biasText = '0']: string[]): MatrixStep | undefined {
  const named = FILTER_NAMES.find((name) => name === matrix);
  const rows = named ? FILTERS[named] : parseRows(matrix.replaceAll(';', '\n'));
  const [scale, bias] = [numberWithin(SCALE_RANGE)(scaleText), numberWithin(BIAS_RANGE)(biasText)];
  if (!rows || scale === undefined || bias === undefined) return undefined;
  return matrixStep(rows, { scale, bias });
}

function parsePresetStep(type: PresetName, texts: string[]): PresetStep | undefined {
  const step = presetStep(type);
  const entries = Object.entries(presets[type].parameters);
  if (texts.length > entries.length) return undefined;
  const numbers = entries.map(([name, range], index) => {
    return [name, texts[index] === undefined ? range.default : numberWithin(range)(texts[index])] as const;
  });
  if (numbers.some(([, value]) => value === undefined)) return undefined;
  return { ...step, numbers: Object.fromEntries(numbers) as Record<string, number> };
}

function formatRows(rows: Rows): string {
  return rows.map((row) => row.map((value) => Number(value.toPrecision(6))).join(',')).join(';');
}

/**
 * Reads a pasted matrix: rows separated by line ends or brackets, numbers by commas, spaces or tabs. Undefined if it is
 * not rectangular, larger than 11×11, or a number is out of range.
 */
export function parseRows(text: string): number[][] | undefined {
  const rows = text
    .replaceAll('−', '-')
    .split(/[\n;\]]+/)
    .map((line) => line.replaceAll('[', ' ').trim().replace(/^,/, '').trim())
    .filter((line) => line !== '')
    .map((line) =>
      line
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number),
    );
  const width = rows[0]?.length ?? 0;
  const isRectangular = rows.every((row) => row.length === width);
  const isSmall = rows.length >= 1 && rows.length <= LARGEST_SIZE && width >= 1 && width <= LARGEST_SIZE;
  const isSensible = rows.flat().every((value) => Math.abs(value) <= LARGEST_WEIGHT);
  return isRectangular && isSmall && isSensible ? rows : undefined;
}
