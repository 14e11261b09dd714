/**
 * Picks few items of `pool` that together have every trait that any of them has: first those that add many traits, then
 * those that add one. Earlier items are preferred. The result is in the order of the pool.
 */
export function cover<T>(pool: readonly T[], traitsOf: (item: T) => readonly string[]): T[] {
  const traits = pool.map(traitsOf);
  const covered = new Set<string>();
  const picked = new Set<number>();
  let least = Math.max(0, ...traits.map(({ length }) => length));
  for (; least > 0; least = Math.floor(least * STRICTNESS)) {
    traits.forEach((ofItem, index) => {
      const added = ofItem.filter((trait) => !covered.has(trait));
      if (added.length < least) return;
      for (const trait of added) covered.add(trait);
      picked.add(index);
    });
  }
  return pool.filter((_, index) => picked.has(index));
}

/** Each pass over the pool asks for this part of the traits that the pass before asked for. */
const STRICTNESS = 0.7;

/** Every two of `values`, as traits of an item that has them all. */
export function pairsOf(values: readonly string[]): string[] {
  return values.flatMap((value, index) => values.slice(0, index).map((other) => `${other} & ${value}`));
}
