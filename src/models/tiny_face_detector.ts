import { InvalidArgumentError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { ModelInit } from '../graph/model.ts';
import type { Value } from '../graph/value.ts';
import { checkInteger } from '../problem/validate.ts';
import { toFloat32, type WeightTensor } from '../readers/elements.ts';

/** A face. Positions and sizes are fractions of the picture's width and height. */
export interface Face {
  /** Left edge, from 0 to 1. */
  readonly left: number;
  /** Top edge, from 0 to 1. */
  readonly top: number;
  /** Fraction of the picture's width. */
  readonly width: number;
  /** Fraction of the picture's height. */
  readonly height: number;
  /** Confidence from 0 to 1. */
  readonly score: number;
}

/** Options of {@link decodeFaces}. */
export interface DecodeFacesOptions {
  /** A face must score above this. Default 0.5. */
  readonly scoreThreshold?: number;
  /** Of two boxes whose intersection over union is above this, only the better stays. Default 0.4. */
  readonly overlapThreshold?: number;
}

/** Usual widths and heights of faces, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];
const MEAN_COLOR = [117.001, 114.697, 97.404];
const CELL_PIXELS = 32;
/** x, y, width, height, score. */
const NUMBERS_PER_BOX = 5;
const NHWC = { inputLayout: 'nhwc', filterLayout: 'hwio' } as const;

/**
 * face-api's tiny face detector, a small YOLO of depthwise-separable convolutions. Input `picture` is
 * `[1, inputSize, inputSize, 3]`, colors from 0 to 255. Output `cells` is for {@link decodeFaces}.
 * @param weights `readTfjsWeights()` of `tiny_face_detector_model` in the npm package `@vladmandic/face-api`
 * @param inputSize a multiple of 32
 * @throws InvalidArgumentError if a weight is missing or has another shape.
 */
export function tinyFaceDetector(weights: ReadonlyMap<string, WeightTensor>, inputSize: number): ModelInit {
  if (checkInteger('inputSize', inputSize, CELL_PIXELS) % CELL_PIXELS !== 0) {
    throw new InvalidArgumentError('inputSize', inputSize, `a multiple of ${CELL_PIXELS}`);
  }
  const graph = new GraphBuilder();
  const weight = (name: string): Value => {
    const found = weights.get(name);
    if (!found) throw new InvalidArgumentError('weights', [...weights.keys()], `'${name}'`);
    return graph.constant(toFloat32(found.data), found.shape, name);
  };
  const leaky = { type: 'leaky-relu', slope: 0.1 } as const;
  const picture = graph.input('picture', [1, inputSize, inputSize, 3]);
  const centered = graph.binary('sub', picture, graph.constant(MEAN_COLOR, [3]), { scale: 1 / 255 });
  let value = graph.conv2d(centered, weight('conv0/filters'), {
    ...NHWC,
    bias: weight('conv0/bias'),
    activation: leaky,
  });
  for (let block = 1; block <= 5; block++) {
    const pooled = graph.maxPool2d(value, {
      windowDimensions: 2,
      strides: 2,
      padding: 'same',
      inputLayout: 'nhwc',
    });
    const depthwise = weight(`conv${block}/depthwise_filter`);
    const [height, width, channels] = depthwise.shape;
    const filter = graph.reshape(depthwise, [height, width, 1, channels]);
    const spatial = graph.conv2d(pooled, filter, { ...NHWC, padding: 1, groups: channels });
    const bias = weight(`conv${block}/bias`);
    value = graph.conv2d(spatial, weight(`conv${block}/pointwise_filter`), {
      ...NHWC,
      bias,
      activation: leaky,
    });
  }
  const last = graph.maxPool2d(value, { windowDimensions: 2, padding: 'same', inputLayout: 'nhwc' });
  const cells = graph.conv2d(last, weight('conv8/filters'), { ...NHWC, bias: weight('conv8/bias') });
  return { nodes: graph.nodes, outputs: { cells } };
}

/** Decodes the detector's `cells` into faces, best first. @throws InvalidArgumentError if `cells` has another size. */
export function decodeFaces(cells: ArrayLike<number>, options: DecodeFacesOptions = {}): Face[] {
  const { scoreThreshold = 0.5, overlapThreshold = 0.4 } = options;
  const size = Math.sqrt(cells.length / (ANCHORS.length * NUMBERS_PER_BOX));
  if (!Number.isInteger(size)) {
    throw new InvalidArgumentError('cells', `${cells.length} numbers`, 'the output of tinyFaceDetector()');
  }
  const faces: Face[] = [];
  for (let box = 0; box < size * size * ANCHORS.length; box++) {
    const [anchorWidth, anchorHeight] = ANCHORS[box % ANCHORS.length];
    const cell = Math.floor(box / ANCHORS.length);
    const [x, y, w, h, raw] = Array.from(
      { length: NUMBERS_PER_BOX },
      (_, index) => cells[box * NUMBERS_PER_BOX + index],
    );
    const score = sigmoid(raw);
    if (score <= scoreThreshold) continue;
    const [width, height] = [(Math.exp(w) * anchorWidth) / size, (Math.exp(h) * anchorHeight) / size];
    const left = ((cell % size) + sigmoid(x)) / size - width / 2;
    const top = (Math.floor(cell / size) + sigmoid(y)) / size - height / 2;
    faces.push({ left, top, width, height, score });
  }
  return withoutOverlaps(faces, overlapThreshold);
}

/** Area of two faces' intersection, divided by the area of their union. */
export function intersectionOverUnion(a: Face, b: Face): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

function withoutOverlaps(faces: readonly Face[], threshold: number): Face[] {
  const kept: Face[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((better) => intersectionOverUnion(better, face) <= threshold)) kept.push(face);
  }
  return kept;
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
