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

/** Of one dimension strided by 2, from F(m, 2) of the even inputs with the outer taps; the odd inputs meet the middle tap. */
function strided({ input, filter, output }: { input: Matrix; filter: Matrix; output: Matrix }) {
  const tileOut = output.length;
  const odd = Array.from({ length: tileOut }, (_, index) => index);
  return {
    input: [
      ...input.map((row) => row.flatMap((value, at) => (at < tileOut ? [value, 0] : [value]))),
      ...odd.map((at) =>
        Array.from({ length: 2 * tileOut + 1 }, (_, column) => Number(column === 2 * at + 1)),
      ),
    ],
    filter: [...filter.map(([first, last]) => [first, 0, last]), ...odd.map(() => [0, 1, 0])],
    output: output.map((row, at) => [...row, ...odd.map((column) => Number(column === at))]),
  };
}

/** F(2,2) at 0, 1, ∞ and F(4,2) at ±½, ±1, ∞. */
const STRIDED = {
  2: strided({
    input: [
      [-1, 1, 0],
      [0, 1, 0],
      [0, -1, 1],
    ],
    filter: [
      [-1, 0],
      [1, 1],
      [0, 1],
    ],
    output: [
      [1, 1, 0],
      [0, 1, 1],
    ],
  }),
  4: strided({
    input: [
      [-1 / 2, -1, 1 / 2, 1, 0],
      [1 / 2, -1, -1 / 2, 1, 0],
      [-1 / 4, -1 / 4, 1, 1, 0],
      [1 / 4, -1 / 4, -1, 1, 0],
      [1 / 4, 0, -5 / 4, 0, 1],
    ],
    filter: [
      [-4 / 3, -2 / 3],
      [4 / 3, -2 / 3],
      [2 / 3, 2 / 3],
      [-2 / 3, 2 / 3],
      [0, 1],
    ],
    output: [
      [1, 1, 1, 1, 0],
      [1 / 2, -1 / 2, 1, -1, 0],
      [1 / 4, 1 / 4, 1, 1, 0],
      [1 / 8, -1 / 8, 1, -1, 1],
    ],
  }),
};

/** A 3×3 convolution without border of one nchw image by Winograd tiles, every operation rounded to float32. */
export function winogradSums(
  input: CaseTensor,
  filter: CaseTensor,
  shape: number[],
  tileOut: 2 | 4,
  stride: 1 | 2,
  dilation: number,
): Float64Array {
  const transform = (stride === 1 ? TRANSFORMS : STRIDED)[tileOut];
  const side = transform.input.length;
  const [, inChannels, inHeight, inWidth] = input.shape;
  const [, outChannels, outHeight, outWidth] = shape;
  const output = new Float64Array(outChannels * outHeight * outWidth);
  const firsts = (extent: number) =>
    Array.from({ length: extent }, (_, at) => at).filter((at) => Math.floor(at / dilation) % tileOut === 0);
  for (let oc = 0; oc < outChannels; oc++) {
    for (const top of firsts(outHeight)) {
      for (const left of firsts(outWidth)) {
        const products = zeros(side, side);
        for (let ic = 0; ic < inChannels; ic++) {
          const at = (row: number, column: number) => {
            const [ih, iw] = [top * stride + row * dilation, left * stride + column * dilation];
            return ih < inHeight && iw < inWidth ? input.data[(ic * inHeight + ih) * inWidth + iw] : 0;
          };
          const d = sandwich(transform.input, fill(side, at));
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
            const [oh, ow] = [top + row * dilation, left + column * dilation];
            if (oh < outHeight && ow < outWidth) output[(oc * outHeight + oh) * outWidth + ow] = value;
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
