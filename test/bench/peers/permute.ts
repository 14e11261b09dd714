/** Reorders the four axes of `data`: axis `a` of the result is axis `order[a]` of `shape`. */
export function permute(
  data: ArrayLike<number>,
  shape: readonly number[],
  order: readonly [number, number, number, number],
): { data: Float32Array<ArrayBuffer>; shape: [number, number, number, number] } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [d0, d1, d2, d3] = order.map((axis) => shape[axis]);
  const [s0, s1, s2, s3] = order.map((axis) => strides[axis]);
  const result = new Float32Array(data.length);
  let at = 0;
  for (let i = 0; i < d0; i++)
    for (let j = 0; j < d1; j++)
      for (let k = 0; k < d2; k++)
        for (let l = 0; l < d3; l++) result[at++] = data[i * s0 + j * s1 + k * s2 + l * s3];
  return { data: result, shape: [d0, d1, d2, d3] };
}
