/** Shapes of weights by name. */
export type Shapes = Record<string, number[]>;

/** A manifest of float32 weights, and their bytes: 0, 1, 2, … */
export function manifest(shapes: Shapes) {
  const weights = Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'float32' }));
  const count = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const bytes = Float32Array.from({ length: count }, (_, index) => index).buffer;
  return { weightsManifest: [{ paths: ['w.bin'], weights }], bytes };
}

/** A layer as model files have it. */
export const layer = (class_name: string, name: string, config: object = {}) => ({
  class_name,
  config: { name, ...config },
});

/** A Sequential model's file and its weights' bytes. */
export function sequential(layers: object[], shapes: Shapes = {}) {
  const { weightsManifest, bytes } = manifest(shapes);
  const config = { name: 'net', layers };
  return { json: { modelTopology: { class_name: 'Sequential', config }, weightsManifest }, bytes };
}
