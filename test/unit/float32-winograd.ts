import type { CaseTensor } from '../data.ts';

const f = Math.fround;

/** Transforms of Lavin & Gray 2015 (https://arxiv.org/abs/1509.09308): Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A. */
const TRANSFORMS = {
  2: {
    input: [
      [1, 0, -1, 0],
      [0, 1, 1, 0],
      [0, -1, 1, 0],
      [0, 1, 0, -1],
    ],
    filter: [
      [1, 0, 0],
      [1 / 2, 1 / 2, 1 / 2],
      [1 / 2, -1 / 2, 1 / 2],
      [0, 0, 1],
    ],
    output: [
      [1, 1, 1, 0],
      [0, 1, -1, -1],
    ],
  },
  4: {
    input: [
      [4, 0, -5, 0, 1, 0],
      [0, -4, -4, 1, 1, 0],
      [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0],
      [0, 4, 0, -5, 0, 1],
    ],
    filter: [
      [1 / 4, 0, 0],
      [-1 / 6, -1 / 6, -1 / 6],
      [-1 / 6, 1 / 6, -1 / 6],
      [1 / 24, 1 / 12, 1 / 6],
      [1 / 24, -1 / 12, 1 / 6],
      [0, 0, 1],
    ],
    output: [
      [1, 1, 1, 1, 1, 0],
      [0, 1, -1, 2, -2, 0],
      [0, 1, 1, 4, 4, 0],
      [0, 1, -1, 8, -8, 1],
    ],
  },
};

type Matrix = number[][];

/** A 3×3 convolution without border of one nchw image by Winograd tiles, every operation rounded to float32. */
export function winogradSums(
  input: CaseTensor,
  filter: CaseTensor,
  shape: number[],
  tileOut: 2 | 4,
): Float64Array {
  const transform = TRANSFORMS[tileOut];
  const [, inChannels, inHeight, inWidth] = input.shape;
  const [, outChannels, outHeight, outWidth] = shape;
  const output = new Float64Array(outChannels * outHeight * outWidth);
  for (let oc = 0; oc < outChannels; oc++) {
    for (let top = 0; top < outHeight; top += tileOut) {
      for (let left = 0; left < outWidth; left += tileOut) {
        const products = zeros(tileOut + 2, tileOut + 2);
        for (let ic = 0; ic < inChannels; ic++) {
          const at = (row: number, column: number) =>
            top + row < inHeight && left + column < inWidth
              ? input.data[(ic * inHeight + top + row) * inWidth + left + column]
              : 0;
          const d = sandwich(transform.input, fill(tileOut + 2, at));
          const g = sandwich(
            transform.filter,
            fill(3, (row, column) => filter.data[((oc * inChannels + ic) * 3 + row) * 3 + column]),
          );
          products.forEach((line, row) => {
            line.forEach((sum, column) => {
              line[column] = f(sum + f(d[row][column] * g[row][column]));
            });
          });
        }
        const tile = sandwich(transform.output, products);
        tile.forEach((line, row) => {
          line.forEach((value, column) => {
            if (top + row >= outHeight || left + column >= outWidth) return;
            output[(oc * outHeight + top + row) * outWidth + left + column] = value;
          });
        });
      }
    }
  }
  return output;
}

/** T·m·Tᵀ. */
function sandwich(transform: Matrix, m: Matrix): Matrix {
  return transpose(multiply(transform, transpose(multiply(transform, m))));
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0].map((_, column) => row.reduce((sum, x, i) => f(sum + f(f(x) * b[i][column])), 0)),
  );
}

function transpose(m: Matrix): Matrix {
  return m[0].map((_, column) => m.map((row) => row[column]));
}

function fill(size: number, at: (row: number, column: number) => number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => at(row, column)),
  );
}

function zeros(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}
