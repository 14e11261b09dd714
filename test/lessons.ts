/** One worked example on paper: `image ⋆ filter = expected`, one channel, no padding. */
export interface Lesson {
  readonly name: string;
  readonly image: readonly (readonly number[])[];
  readonly filter: readonly (readonly number[])[];
  readonly expected: readonly (readonly number[])[];
}

export const VERTICAL_EDGES = [
  [1, 0, -1],
  [1, 0, -1],
  [1, 0, -1],
];
export const HORIZONTAL_EDGES = [
  [1, 1, 1],
  [0, 0, 0],
  [-1, -1, -1],
];
const EYE = [
  [1, 1, 1],
  [1, 5, 1],
  [1, 1, 1],
];
const MOUTH = [
  [0, 0, 0],
  [1, 1, 1],
  [0, 0, 0],
];
const CHEEK = repeat(3, [2, 2, 2]);
const MOUTH_REGION = [
  [0, 0, 0],
  [3, 3, 3],
  [0, 0, 0],
];
const STRIPE = [1, 1, 0, 0, 0, 0, 1, 1];

/** The white square on black that has both kinds of vertical edge. */
export const WHITE_SQUARE = [
  [0, 0, 0, 0, 0],
  [0, 1, 1, 1, 0],
  [0, 1, 1, 1, 0],
  [0, 1, 1, 1, 0],
  [0, 0, 0, 0, 0],
];

/** The 9×9 picture of an X: +1 on both diagonals of the inner 7×7, −1 elsewhere. */
export const X_IMAGE = Array.from({ length: 9 }, (_, row) =>
  Array.from({ length: 9 }, (_, column) => {
    const isInside = row >= 1 && row <= 7;
    return isInside && (column === row || column === 8 - row) ? 1 : -1;
  }),
);

/** What the X is looked at with: strokes of +1 on −1. */
export const X_FILTERS = {
  diagonal: [
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ],
  cross: [
    [1, -1, 1],
    [-1, 1, -1],
    [1, -1, 1],
  ],
  antidiagonal: [
    [-1, -1, 1],
    [-1, 1, -1],
    [1, -1, -1],
  ],
};

/** The worked examples with whole numbers; every implementation gives them bit for bit. */
export const lessons: readonly Lesson[] = [
  {
    name: 'white square, vertical edges: dark-to-light scores negative',
    image: WHITE_SQUARE,
    filter: VERTICAL_EDGES,
    expected: [
      [-2, 0, 2],
      [-3, 0, 3],
      [-2, 0, 2],
    ],
  },
  { name: 'eye region, eye detector', image: EYE, filter: EYE, expected: [[33]] },
  { name: 'eye region, mouth detector', image: EYE, filter: MOUTH, expected: [[7]] },
  { name: 'cheek, eye detector', image: CHEEK, filter: EYE, expected: [[26]] },
  { name: 'cheek, mouth detector', image: CHEEK, filter: MOUTH, expected: [[6]] },
  { name: 'mouth region, eye detector', image: MOUTH_REGION, filter: EYE, expected: [[21]] },
  { name: 'mouth region, mouth detector', image: MOUTH_REGION, filter: MOUTH, expected: [[9]] },
  {
    name: 'the operation by hand, 3×3 and 2×2',
    image: [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ],
    filter: [
      [0, 1],
      [2, 3],
    ],
    expected: [
      [19, 25],
      [37, 43],
    ],
  },
  {
    name: 'the 6×6 matrix, vertical edges',
    image: [
      [3, 0, 1, 2, 7, 4],
      [1, 5, 8, 9, 3, 1],
      [2, 7, 2, 5, 1, 3],
      [0, 1, 3, 1, 7, 8],
      [4, 2, 1, 6, 2, 8],
      [2, 4, 5, 2, 3, 9],
    ],
    filter: VERTICAL_EDGES,
    expected: [
      [-5, -4, 0, 8],
      [-10, -2, 2, 3],
      [0, -2, -4, -7],
      [-3, -2, -3, -16],
    ],
  },
  {
    name: 'half bright, half dark, vertical edges',
    image: repeat(6, [10, 10, 10, -3, -3, -3]),
    filter: VERTICAL_EDGES,
    expected: repeat(4, [0, 39, 39, 0]),
  },
  {
    name: 'half bright, half dark, horizontal edges',
    image: repeat(6, [10, 10, 10, -3, -3, -3]),
    filter: HORIZONTAL_EDGES,
    expected: repeat(4, [0, 0, 0, 0]),
  },
  {
    name: 'black stripe, the 1×2 edge filter',
    image: repeat(6, STRIPE),
    filter: [[1, -1]],
    expected: repeat(6, [0, 1, 0, 0, 0, -1, 0]),
  },
  {
    name: 'black stripe lying down: the 1×2 edge filter sees nothing',
    image: STRIPE.map((value) => repeat(6, value)),
    filter: [[1, -1]],
    expected: repeat(8, repeat(5, 0)),
  },
];

/** A matrix as a tensor of one image and one channel (or a filter of one channel in and out). */
export function matrixTensor(rows: readonly (readonly number[])[]) {
  return { data: Float32Array.from(rows.flat()), shape: [1, 1, rows.length, rows[0].length] };
}

function repeat<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item);
}
