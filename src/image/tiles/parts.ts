import { isPointwise, type Operation } from '../filters/operation.ts';
import type { ChainPart } from '../filters/plan.ts';
import type { Reach } from '../filters/reach.ts';

/** Operations that are computed tile by tile, without the whole picture in between. */
export interface TilePart extends ChainPart {
  /** How far around a tile they read in total. */
  readonly halo: Reach;
  /** Whether a tile at the picture's edge reads the opposite edge. */
  readonly wraps: boolean;
  /** If the part ends in Canny: the same part with steep edges only. */
  readonly steep?: ChainPart;
}

/**
 * Divides a chain wherever the next operation needs more than the pixels around a tile: after Canny, whose edges may run
 * through the whole picture, and between a border that repeats the picture and one that does not, or a reduced picture.
 * @param converts whether a last pass converts the colors
 */
export function partsOfChain(operations: readonly Operation[], converts: boolean): TilePart[] {
  const groups: Operation[][] = [[]];
  for (const operation of operations) {
    const before = groups.at(-1)!;
    if (needsCut(before, operation)) groups.push([operation]);
    else before.push(operation);
  }
  if (converts && groups.at(-1)!.at(-1)?.edges) groups.push([]);
  return groups.map((group, index) =>
    partOf(group, { isFirst: index === 0, isLast: index === groups.length - 1 }),
  );
}

function needsCut(before: readonly Operation[], next: Operation): boolean {
  if (before.at(-1)?.edges) return true;
  const last = before.filter((operation) => !isPointwise(operation)).at(-1);
  if (!last || isPointwise(next)) return false;
  return last.wraps !== next.wraps || (last.wraps && last.isReduced === true);
}

function partOf(operations: readonly Operation[], place: Omit<ChainPart, 'operations'>): TilePart {
  const part = {
    ...place,
    halo: {
      rows: operations.reduce((sum, { reach }) => sum + reach.rows, 0),
      columns: operations.reduce((sum, { reach }) => sum + reach.columns, 0),
    },
    wraps: operations.some((operation) => operation.wraps && !isPointwise(operation)),
  };
  const last = operations.at(-1);
  if (!last?.edges) return { ...part, operations };
  const endingIn = (add: Operation['add']) => [...operations.slice(0, -1), { ...last, add }];
  return {
    ...part,
    operations: endingIn(last.edges.all),
    steep: { ...place, operations: endingIn(last.edges.steep) },
  };
}
