import { InternalError } from '../errors.ts';
import type { Shader } from './shader.ts';
import { unroll } from './unroll.ts';

/**
 * The specializer. A shader is a complete WGSL module. A plan changes only these parts of it; a declaration stands
 * at the start of a line or after another:
 *
 * - `const NAME = literal;` (no type annotation) takes the plan's number or boolean;
 * - `alias NAME = type;` takes the plan's type;
 * - loops and small arrays marked for unrolling, see `unroll.ts`.
 */
const CONSTANT = /(?<=^|; )const ([A-Z][A-Z0-9_]*) = (true|false|-?[\d.]+(?:e-?\d+)?[uifh]?);/gm;
const ALIAS = /^alias (\w+) = (\w+);/gm;

interface Names {
  readonly constants: readonly string[];
  readonly types: readonly string[];
}

/** Finding a shader's names costs more than the rest of a plan, so they are cached. */
const known = new WeakMap<Shader, Names>();

/** Names of the constants and types that a shader takes from a plan. */
export function specializableNames(shader: Shader): Names {
  let names = known.get(shader);
  if (!names) {
    const namesOf = (form: RegExp) => [...shader.code.matchAll(form)].map((match) => match[1]);
    names = { constants: namesOf(CONSTANT), types: namesOf(ALIAS) };
    known.set(shader, names);
  }
  return names;
}

/**
 * The WGSL text of a shader with a plan's values written in.
 * @throws InternalError if a name is missing on either side, or a value does not fit the type of its literal.
 */
export function specialize(
  { name: file, code }: Shader,
  constants: Readonly<Record<string, number | boolean>>,
  types: Readonly<Record<string, string>> = {},
): string {
  const unused = new Set([...Object.keys(constants), ...Object.keys(types)]);
  const take = <T>(values: Readonly<Record<string, T>>, name: string): T => {
    if (!(name in values)) throw new InternalError(`${file}.wgsl: no value for ${name}`);
    unused.delete(name);
    return values[name];
  };
  const text = code
    .replace(CONSTANT, (_, name, was) => `const ${name} = ${literal(name, take(constants, name), was)};`)
    .replace(ALIAS, (_, name) => `alias ${name} = ${take(types, name)};`);
  if (unused.size > 0) throw new InternalError(`${file}.wgsl: has no ${[...unused].join(', ')}`);
  const needsF16 = Object.values(types).some((type) => /f16|4h|2h/.test(type));
  return (needsF16 ? 'enable f16;\n' : '') + unroll(text);
}

/** The literal for `value`, of the same type as the literal `was`. */
function literal(name: string, value: number | boolean, was: string): string {
  if (typeof value === 'boolean') return String(value);
  const suffix = /[uifh]$/.exec(was)?.[0] ?? '';
  const isInteger = suffix === 'u' || suffix === 'i';
  if (!Number.isFinite(value) || (isInteger && !Number.isInteger(value)) || (suffix === 'u' && value < 0)) {
    throw new InternalError(`${name} = ${was} cannot become ${value}`);
  }
  return isInteger || suffix === '' ? `${value}${suffix}` : `${Math.fround(value)}${suffix}`;
}
