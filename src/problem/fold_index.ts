import type { PaddingMode } from './options.ts';

/**
 * The index that a tap at `index` reads on an axis of `size` elements; −1 stands for the border's constant. Borders
 * wider than the input keep reflecting, mirroring or wrapping, as numpy.pad does.
 */
export function foldIndex(index: number, size: number, mode: PaddingMode): number {
  if (index >= 0 && index < size) return index;
  switch (mode) {
    case 'zeros':
    case 'constant':
      return -1;
    case 'replicate':
      return index < 0 ? 0 : size - 1;
    case 'circular':
      return modulo(index, size);
    case 'symmetric': {
      const folded = modulo(index, 2 * size);
      return folded < size ? folded : 2 * size - 1 - folded;
    }
    case 'reflect': {
      if (size === 1) return 0;
      const folded = modulo(index, 2 * size - 2);
      return folded < size ? folded : 2 * size - 2 - folded;
    }
  }
}

function modulo(index: number, period: number): number {
  return ((index % period) + period) % period;
}
