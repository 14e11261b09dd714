import type { ModelWeight } from './description.ts';
import { toFloat32, type WeightData, type WeightTensor } from './elements.ts';

/** The weights that a model uses: each once, as float32, under a unique name. */
export class WeightList {
  readonly all: ModelWeight[] = [];
  readonly #byData = new Map<WeightData, ModelWeight[]>();
  readonly #fileNames: ReadonlyMap<WeightTensor, string>;
  readonly #taken: Set<string>;

  /** @param taken names of values other than weights. */
  constructor(constants: ReadonlyMap<string, WeightTensor>, taken: ReadonlySet<string>) {
    this.#fileNames = new Map([...constants].map(([name, tensor]) => [tensor, name]));
    this.#taken = new Set(taken);
  }

  /** Name of these numbers in this shape: the file's name, or one made from `fallback`. */
  nameOf(tensor: WeightTensor, fallback: string): string {
    const { data, shape } = tensor;
    const alike = this.#byData.get(data) ?? [];
    const known = alike.find((weight) => weight.shape.join() === shape.join());
    if (known) return known.name;
    const name = this.#unique(this.#fileNames.get(tensor) ?? fallback);
    const weight = { name, shape, data: alike[0]?.data ?? toFloat32(data) };
    this.#byData.set(data, [...alike, weight]);
    this.all.push(weight);
    return name;
  }

  /** `conv/filter`, then `conv/filter_2`, … */
  #unique(name: string): string {
    let unique = name;
    for (let count = 2; this.#taken.has(unique); count++) unique = `${name}_${count}`;
    this.#taken.add(unique);
    return unique;
  }
}
