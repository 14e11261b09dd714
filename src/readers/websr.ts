import { UnsupportedError } from '../errors.ts';
import { type JsonPath, parseJson } from './json_path.ts';

/** One convolution of a network of `@websr/websr`: all layers of the file that read the same values. */
export interface WebsrConvolution {
  /** Name of the first of these layers. */
  readonly name: string;
  /** Indices of the convolutions whose outputs it reads, concatenated. Empty if it reads the picture. */
  readonly sources: readonly number[];
  /**
   * `[outChannels, inChannels, size, size]`. Its input channels are each source's values, then their negatives, after
   * ReLU.
   */
  readonly filter: { readonly data: Float32Array; readonly shape: readonly [number, number, number, number] };
  /** `[outChannels]`. */
  readonly bias: Float32Array;
}

/** Channels per layer: websr stores a pixel in a `vec4f`. */
const LANES = 4;
const MATRIX = LANES * LANES;
const COLORS = 3;
const PICTURE = 'input_image';

/** A layer of the file, with its own fields checked. */
interface Layer {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly place: JsonPath;
}

/**
 * Reads the convolutions of a super-resolution network of the npm package `@websr/websr`
 * (`weights/anime4k/cnn-2x-*.json`), in order. The last one's output channels are blocks of pixels.
 * @param json the file, parsed or as text
 * @throws InvalidArgumentError naming the place in the file; UnsupportedError for networks of another form, such as the
 * package's `cnn-restore-*`
 */
export function readWebsrWeights(json: unknown): WebsrConvolution[] {
  const entries = parseJson('json', json).get('layers').entries();
  const shuffles = entries.filter(([, place]) => place.get('type').string() === 'pixel_shuffle');
  if (shuffles.length !== 1 || entries.at(-1)?.[1] !== shuffles[0][1]) {
    throw new UnsupportedError("json.layers: a network that does not end in its one 'pixel_shuffle'");
  }
  const layers = entries.slice(0, -1).map(([name, place]) => layerOf(name, place));
  const groups = groupByInputs(layers);
  const convolutions = groups.map((group, index) => convolutionOf(group, groups.slice(0, index)));
  const wanted = namesIn(shuffles[0][1].get('inputs'));
  const last = groups.at(-1) ?? [];
  if (last.map(({ name }) => name).join() !== wanted.join() || ![1, COLORS].includes(wanted.length)) {
    shuffles[0][1].get('inputs').fail(`the last 1 or ${COLORS} layers of the file`);
  }
  return convolutions;
}

function layerOf(name: string, place: JsonPath): Layer {
  place.get('type').oneOf(['conv']);
  const weights = numbersIn(place.get('weights'));
  const bias = numbersIn(place.get('bias'));
  if (bias.length !== LANES) place.get('bias').fail(`${LANES} numbers`);
  const inputs = namesIn(place.get('inputs'));
  if (inputs.length === 0) place.get('inputs').fail('at least one name');
  return { name, inputs, weights, bias, place };
}

/** Groups neighboring layers that read the same values. */
function groupByInputs(layers: readonly Layer[]): Layer[][] {
  const groups: Layer[][] = [];
  for (const layer of layers) {
    const last = groups.at(-1);
    const isSame =
      last?.[0].inputs.join() === layer.inputs.join() && last[0].weights.length === layer.weights.length;
    if (isSame) last.push(layer);
    else groups.push([layer]);
  }
  return groups;
}

function convolutionOf(group: readonly Layer[], before: readonly Layer[][]): WebsrConvolution {
  const [{ inputs, weights, place, name }] = group;
  const isFirst = inputs.length === 1 && inputs[0] === PICTURE;
  const sources = isFirst ? [] : sourcesOf(place.get('inputs'), inputs, before);
  const blocks = isFirst ? 1 : 2 * inputs.length;
  const taps = weights.length / MATRIX / blocks;
  if (taps !== 9 && !(taps === 1 && !isFirst)) {
    place.get('weights').fail(`${MATRIX * blocks} numbers per tap, for 9 taps or 1`);
  }
  if (taps === 9 && sources.length > 1) {
    throw new UnsupportedError(`${place.path}: a 3×3 convolution of ${sources.length} others`);
  }
  const size = Math.sqrt(taps);
  const inChannels = isFirst ? COLORS : blocks * LANES;
  const shape = [group.length * LANES, inChannels, size, size] as const;
  const data = new Float32Array(shape[0] * inChannels * taps);
  group.forEach((layer, index) => {
    if (isFirst) checkAlpha(layer);
    data.set(filterOf(layer.weights, inChannels, size), index * LANES * inChannels * taps);
  });
  return { name, sources, filter: { data, shape }, bias: joined(group.map((layer) => layer.bias)) };
}

/** `[4, inChannels, size, size]` from 4×4 column-major matrices in the order [channel block][kw][kh]. */
function filterOf(weights: Float32Array, inChannels: number, size: number): Float32Array {
  const taps = size * size;
  return Float32Array.from({ length: LANES * inChannels * taps }, (_, index) => {
    const [kw, kh] = [index % size, Math.floor(index / size) % size];
    const ic = Math.floor(index / taps) % inChannels;
    const oc = Math.floor(index / taps / inChannels);
    const matrix = Math.floor(ic / LANES) * taps + kw * size + kh;
    return weights[matrix * MATRIX + (ic % LANES) * LANES + oc];
  });
}

/** Indices of the convolutions whose layers, in order, are `inputs`. */
function sourcesOf(place: JsonPath, inputs: readonly string[], before: readonly Layer[][]): number[] {
  const sources: number[] = [];
  for (let at = 0; at < inputs.length; ) {
    const source = before.findIndex((group) => group.every(({ name }, index) => name === inputs[at + index]));
    if (source < 0) place.fail('all layers of convolutions before this one');
    sources.push(source);
    at += before[source].length;
  }
  return sources;
}

/** @throws UnsupportedError if a weight reads the picture's alpha, which is not a channel here. */
function checkAlpha({ weights, place }: Layer): void {
  const isUsed = weights.some((weight, index) => weight !== 0 && index % MATRIX >= COLORS * LANES);
  if (isUsed) throw new UnsupportedError(`${place.path}: weights for the picture's alpha`);
}

function namesIn(place: JsonPath): string[] {
  return place.items().map((item) => item.string());
}

function numbersIn(place: JsonPath): Float32Array {
  return Float32Array.from(place.items(), (item) => item.number());
}

function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
