import { InvalidArgumentError } from '../errors.ts';

/** A named item that depends on others of its kind. */
export interface Dependent {
  readonly name: string;
}

/**
 * `wanted` and everything it depends on, each after its dependencies. A recursion would overflow the stack on long
 * files.
 * @throws InvalidArgumentError naming an item that depends on itself.
 */
export function orderByDependency<T extends Dependent>(
  wanted: readonly T[],
  dependenciesOf: (item: T) => readonly T[],
): T[] {
  const ordered = new Set<T>();
  const open = new Set<T>();
  const trail: { item: T; rest: T[] }[] = [];
  const enter = (item: T) => {
    if (ordered.has(item)) return;
    if (open.has(item))
      throw new InvalidArgumentError('graph', item.name, 'nodes that do not depend on themselves');
    open.add(item);
    trail.push({ item, rest: dependenciesOf(item).toReversed() });
  };
  for (const first of wanted) {
    enter(first);
    for (let last = trail.at(-1); last; last = trail.at(-1)) {
      const next = last.rest.pop();
      if (next) enter(next);
      else {
        trail.pop();
        open.delete(last.item);
        ordered.add(last.item);
      }
    }
  }
  return [...ordered];
}
