import { rows } from '../app/filters.ts';

/** Ink is +1, paper −1. */
const INK = 1;
const PAPER = -1;

const draw = (lines: readonly string[]) =>
  rows(lines.length, lines[0].length, (y, x) => (lines[y][x] === '#' ? INK : PAPER));

/** Predefined drawings. */
export const DRAWINGS = {
  drawX: draw([
    '.........',
    '.#.....#.',
    '..#...#..',
    '...#.#...',
    '....#....',
    '...#.#...',
    '..#...#..',
    '.#.....#.',
    '.........',
  ]),
  drawWobbly: draw([
    '.........',
    '.#....#..',
    '..#...#..',
    '..##.#...',
    '....#....',
    '...#.#...',
    '..#...#..',
    '..#....#.',
    '.........',
  ]),
  drawO: draw([
    '.........',
    '...###...',
    '..#...#..',
    '.#.....#.',
    '.#.....#.',
    '.#.....#.',
    '..#...#..',
    '...###...',
    '.........',
  ]),
  clear: rows(9, 9, () => PAPER),
};

/** One filter per stroke. */
export const STROKES = {
  diagonal: draw(['#..', '.#.', '..#']),
  cross: draw(['#.#', '.#.', '#.#']),
  antidiagonal: draw(['..#', '.#.', '#..']),
};
