import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Lockfile {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

describe.each(['package-lock.json', '.tools/published/package-lock.json', 'test/peers/package-lock.json'])(
  '%s',
  (file) => {
    const { packages }: Lockfile = JSON.parse(readFileSync(file, 'utf8'));

    test('records no download addresses', () => {
      expect(Object.keys(packages).filter((name) => packages[name].resolved)).toEqual([]);
    });

    // npm drops what the registry of the day lacks, and `npm ci` then refuses the lockfile
    test('locks every optional dependency, of every platform', () => {
      const optional = Object.values(packages).flatMap((p) => Object.keys(p.optionalDependencies ?? {}));
      expect(optional.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
    });
  },
);
