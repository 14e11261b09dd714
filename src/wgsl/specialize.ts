import { InternalError } from '../errors.ts';
import { unroll } from './unroll.ts';

/**
 * The specializer. A shader is a complete WGSL module; baking a plan into it changes only lines of these forms:
 *
 * - `const NAME = literal;` (no type annotation) takes the plan's number or truth value;
 * - `alias NAME = type;` takes the plan's type;
 * - `fn … } // linked: stem.wgsl` gives way to the module `shaders/stem.wgsl`, specialized in turn;
 * - loops and small arrays marked for unrolling, see `unroll.ts`.
 */
const CONSTANT = /^const ([A-Z][A-Z0-9_]*) = (true|false|-?[\d.]+(?:e-?\d+)?[uifh]?);/gm;
const ALIAS = /^alias (\w+) = (\w+);/gm;
const LINK = /^fn .*\} \/\/ linked: (\w+)\.wgsl$/gm;

type Sources = Readonly<Record<string, string>>;

/** A shader with the modules it links, and the names that it takes from a plan. */
interface Linked {
  readonly source: string;
  readonly constants: readonly string[];
  readonly types: readonly string[];
}

/** Reading a shader costs more than all else in a plan, so it is done once. */
const read = new WeakMap<Sources, Map<string, Linked>>();

/** Names of the constants and types that a shader, with the modules it links, takes from a plan. */
export function specializableNames(stem: string, sources: Sources): Pick<Linked, 'constants' | 'types'> {
  const { constants, types } = linkedOnce(stem, sources);
  return { constants, types };
}

/**
 * The WGSL text of `stem` with a plan's values baked in.
 * @throws InternalError on a name that the shader lacks or that the plan leaves out.
 */
export function specialize(
  stem: string,
  sources: Sources,
  constants: Readonly<Record<string, number | boolean>>,
  types: Readonly<Record<string, string>> = {},
): string {
  const unused = new Set([...Object.keys(constants), ...Object.keys(types)]);
  const take = <T>(values: Readonly<Record<string, T>>, name: string): T => {
    if (!(name in values)) throw new InternalError(`${stem}.wgsl: no value for ${name}`);
    unused.delete(name);
    return values[name];
  };
  const baked = linkedOnce(stem, sources)
    .source.replace(
      CONSTANT,
      (_, name, was) => `const ${name} = ${literal(name, take(constants, name), was)};`,
    )
    .replace(ALIAS, (_, name) => `alias ${name} = ${take(types, name)};`);
  if (unused.size > 0) throw new InternalError(`${stem}.wgsl: takes no ${[...unused].join(', ')}`);
  const needsF16 = Object.values(types).some((type) => /f16|4h|2h/.test(type));
  return (needsF16 ? 'enable f16;\n' : '') + unroll(baked);
}

function linkedOnce(stem: string, sources: Sources): Linked {
  const known = read.get(sources) ?? new Map<string, Linked>();
  read.set(sources, known);
  const found = known.get(stem);
  if (found) return found;
  const source = linked(stem, sources);
  const names = (form: RegExp) => [...source.matchAll(form)].map((match) => match[1]);
  const made = { source, constants: names(CONSTANT), types: names(ALIAS) };
  known.set(stem, made);
  return made;
}

function linked(stem: string, sources: Sources): string {
  const source = sources[stem];
  if (source === undefined) throw new InternalError(`no shader '${stem}.wgsl'`);
  return source.replace(LINK, (_, other) => linked(other, sources));
}

/** A number or truth value in the type of the literal it replaces. */
function literal(name: string, value: number | boolean, was: string): string {
  if (typeof value === 'boolean') return String(value);
  const suffix = /[uifh]$/.exec(was)?.[0] ?? '';
  const isInteger = suffix === 'u' || suffix === 'i';
  if (!Number.isFinite(value) || (isInteger && !Number.isInteger(value)) || (suffix === 'u' && value < 0)) {
    throw new InternalError(`${name} = ${was} cannot become ${value}`);
  }
  return isInteger || suffix === '' ? `${value}${suffix}` : `${Math.fround(value)}${suffix}`;
}
