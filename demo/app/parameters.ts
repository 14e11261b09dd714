/**
 * Reads a link's parameters one by one. A parameter that can't be read keeps its default and is named in `problems`.
 */
export class ParameterReader {
  readonly problems: string[] = [];
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  /** The value of a parameter: `fallback` if it is missing or `parse` returns undefined. */
  read<T>(name: string, fallback: T, parse: (text: string) => T | undefined): T {
    const text = this.#parameters.get(name);
    const value = text === null ? fallback : parse(text);
    if (value === undefined) this.problems.push(name);
    return value ?? fallback;
  }
}

/** Reads one of the given names. */
export function oneOf<const T extends string>(names: readonly T[]): (text: string) => T | undefined {
  return (text) => names.find((name) => name === text);
}

/** Reads a number within a range, bounds included. */
export function numberWithin({
  min,
  max,
}: {
  min: number;
  max: number;
}): (text: string) => number | undefined {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return value >= min && value <= max ? value : undefined;
  };
}

/** The parameters that differ from their defaults, as text for a link. */
export function formatParameters<T extends object>(values: T, defaults: T): URLSearchParams {
  const keys = Object.keys(values) as (keyof T & string)[];
  return new URLSearchParams(
    keys.filter((key) => values[key] !== defaults[key]).map((key) => [key, String(values[key])]),
  );
}
