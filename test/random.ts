/** Gives numbers in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32, a public-domain 32-bit mixing generator). */
export function randomGenerator(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed from a word, so that each case has numbers of its own. */
export function seedOf(word: string): number {
  let hash = 0;
  for (const character of word) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  return hash;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of `items`. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)];
}
