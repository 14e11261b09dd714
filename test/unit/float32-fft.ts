import type { CaseTensor } from '../data.ts';

const f = Math.fround;

/** A complex number. */
type Complex = readonly [re: number, im: number];

const add = (a: Complex, b: Complex): Complex => [f(a[0] + b[0]), f(a[1] + b[1])];
const subtract = (a: Complex, b: Complex): Complex => [f(a[0] - b[0]), f(a[1] - b[1])];
const multiply = (a: Complex, b: Complex): Complex => [
  f(f(a[0] * b[0]) - f(a[1] * b[1])),
  f(f(a[0] * b[1]) + f(a[1] * b[0])),
];
const quarterTurned = ([re, im]: Complex): Complex => [im, -re];
const exchanged = ([re, im]: Complex): Complex => [im, re];

/** The discrete Fourier transform of 4ⁿ numbers by fours (J. Cooley, J. Tukey 1965), every operation rounded to float32. */
function transform(x: readonly Complex[]): Complex[] {
  if (x.length === 1) return [...x];
  const quarter = x.length / 4;
  const parts: Complex[][] = [[], [], [], []];
  for (let at = 0; at < quarter; at++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((part) => x[at + part * quarter]);
    const oddLess = quarterTurned(subtract(b, d));
    const angle = (2 * Math.PI * at) / x.length;
    const one: Complex = [f(Math.cos(angle)), f(-Math.sin(angle))];
    const two = multiply(one, one);
    parts[0].push(add(add(a, c), add(b, d)));
    parts[1].push(multiply(add(subtract(a, c), oddLess), one));
    parts[2].push(multiply(subtract(add(a, c), add(b, d)), two));
    parts[3].push(multiply(subtract(subtract(a, c), oddLess), multiply(two, one)));
  }
  const transformed = parts.map(transform);
  return x.map((_, frequency) => transformed[frequency % 4][Math.floor(frequency / 4)]);
}

/** Of both dimensions of a square of `side` × `side`. */
function transformSquare(square: readonly Complex[], side: number): Complex[] {
  const lines = (of: readonly Complex[]) =>
    Array.from({ length: side }, (_, line) => transform(of.slice(line * side, (line + 1) * side))).flat();
  const transposed = (of: readonly Complex[]) =>
    of.map((_, at) => of[(at % side) * side + Math.floor(at / side)]);
  return transposed(lines(transposed(lines(square))));
}

/** A convolution without border of an nchw image of one channel that fits `side`², every operation rounded to float32. */
export function fftSums(input: CaseTensor, filter: CaseTensor, shape: number[], side: number): Float64Array {
  const square = ({ data, shape: [, , height, width] }: CaseTensor): Complex[] =>
    Array.from({ length: side ** 2 }, (_, at) => {
      const [row, column] = [Math.floor(at / side), at % side];
      return [row < height && column < width ? data[row * width + column] : 0, 0];
    });
  const x = transformSquare(square(input), side);
  const w = transformSquare(square(filter), side);
  const products = x.map((value, at) =>
    exchanged(multiply(value, [w[at][0] / side ** 2, -w[at][1] / side ** 2])),
  );
  const back = transformSquare(products, side);
  const [, , outHeight, outWidth] = shape;
  return Float64Array.from({ length: outHeight * outWidth }, (_, at) => {
    const [row, column] = [Math.floor(at / outWidth), at % outWidth];
    return back[row * side + column][1];
  });
}
