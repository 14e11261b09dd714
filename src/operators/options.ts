import type { operators } from './operators.ts';
import type { views } from './views.ts';

type Inits = typeof operators & typeof views;

/** Options of an operator or view by its name: its init without shapes, presence and element type of operands. */
export type OptionsOf<K extends keyof Inits> = WithoutOperands<Parameters<Inits[K]>[0]>;

type WithoutOperands<Init> = { [Key in keyof Init as Key extends OperandKey ? never : Key]: Init[Key] };
type OperandKey = `${string}Shape` | 'inputShapes' | `has${string}` | 'dtype';

/** Operands whose shape the init states, as `inputShape`. */
const SHAPED: readonly string[] = ['input', 'filter', 'weight', 'a', 'b'];
/** Operands whose presence the init states. */
const OPTIONAL: ReadonlyMap<string, string> = new Map([
  ['bias', 'hasBias'],
  ['residual', 'hasResidual'],
  ['scale', 'hasScale'],
  ['mask', 'hasMask'],
]);

type Operands = Readonly<Record<string, { readonly shape: readonly number[] }>>;

/** The part of an operator's init that follows from its operands. */
export function operandInit(kind: string, operands: Operands): object {
  const all = Object.entries(operands);
  if (kind === 'concat') return { inputShapes: all.map((_, index) => operands[`input${index}`]?.shape) };
  const told = all.map(([name, { shape }]) => {
    const presence = OPTIONAL.get(name);
    if (presence) return { [presence]: true };
    return SHAPED.includes(name) ? { [`${name}Shape`]: shape } : {};
  });
  return Object.assign({}, ...told);
}
