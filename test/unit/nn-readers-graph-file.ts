/** A constant of a graph as tests write it. */
export interface Constant {
  shape: number[];
  /** Whole numbers, as int32. */
  numbers?: number[];
  /** Float32 numbers; zeros where there are neither. */
  values?: ArrayLike<number>;
}

/** Text as an attribute. */
export const attributeText = (text: string) => ({ s: btoa(text) });

/** A list of whole numbers as an attribute. */
export const attributeList = (...numbers: number[]) => ({ list: { i: numbers.map(String) } });

/** A node of a graph. */
export const graphNode = (op: string, name: string, input: string[], attr: object = {}) => ({
  name,
  op,
  input,
  attr,
});

/** A placeholder's attributes; −1 is any size. */
export const shapeAttribute = (...sizes: number[]) => ({
  dtype: { type: 'DT_FLOAT' },
  shape: { shape: { dim: sizes.map((size) => ({ size: `${size}` })) } },
});

/** A graph model as the converter writes it: constants are nodes whose numbers are in the manifest. */
export function graphFile(nodes: object[], constants: Record<string, Constant> = {}, rest: object = {}) {
  const all = Object.entries(constants);
  const weights = all.map(([name, { shape, numbers }]) => ({
    name,
    shape,
    dtype: numbers ? 'int32' : 'float32',
  }));
  const words = all.flatMap(([, { shape, numbers, values }]) => {
    const zeros = new Float32Array(shape.reduce((a, b) => a * b, 1));
    return [...(numbers ?? new Int32Array(values ? Float32Array.from(values).buffer : zeros.buffer))];
  });
  const constantNodes = all.map(([name, { numbers }]) =>
    graphNode('Const', name, [], { dtype: { type: numbers ? 'DT_INT32' : 'DT_FLOAT' } }),
  );
  const modelTopology = { node: [...constantNodes, ...nodes], library: {}, versions: {} };
  const json = { modelTopology, weightsManifest: [{ paths: ['w'], weights }], ...rest };
  return { json, bytes: Int32Array.from(words).buffer };
}

/** An input `x` of images. */
export const graphImage = graphNode('Placeholder', 'x', [], shapeAttribute(-1, 8, 9, 4));

/** A window that moves by single pixels. */
export const ONES = { strides: attributeList(1, 1, 1, 1), dilations: attributeList(1, 1, 1, 1) };
