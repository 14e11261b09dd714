import { beforeEach, describe, expect, test } from 'vitest';
import { readTfjsLayersModel } from '../../src/readers/tfjs_layers.ts';
import { worstError } from '../nn/data.ts';
import { type Random, randomGenerator, seedOf, wholeNumber } from '../random.ts';
import { runDescription } from './description-reference.ts';
import { loadTfjs, type Tensor, type Tf } from './tfjs.ts';

interface Layer {
  getWeights(): Tensor[];
  setWeights(weights: Tensor[]): void;
}

interface Artifacts {
  modelTopology: object;
  weightSpecs: object[];
  weightData: ArrayBuffer | ArrayBuffer[];
}

/** What we use of TensorFlow.js' layers. */
interface Layers extends Tf {
  layers: Record<string, (config: object) => Layer>;
  sequential(config: { layers: Layer[] }): {
    predict(input: Tensor): Tensor;
    save(handler: object): Promise<unknown>;
  };
  io: { withSaveHandler(handler: (artifacts: Artifacts) => Promise<object>): object };
}

const tf = (await loadTfjs()) as Layers | undefined;

beforeEach((context) => {
  if (!tf) context.skip('@tensorflow/tfjs is not installed: npm ci in test/peers');
});

/** Small whole numbers, whose sums and products float32 holds exactly. */
function wholeTensor(tf: Layers, random: Random, shape: number[], least = -3): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, () => wholeNumber(random, least, 3)),
    shape,
  );
}

const IMAGE = [6, 7, 4];
const CONV = { kernelSize: [3, 2], activation: 'relu', name: 'one' };

/** Layers by their TensorFlow.js names, each alone on a picture; variances are whole too, so none is below 1. */
const cases: [string, object, number[]?][] = [
  ['conv2d', { ...CONV, filters: 3, strides: [2, 1], padding: 'same' }],
  ['conv2d', { ...CONV, filters: 3, dilationRate: [1, 2], useBias: false, activation: 'linear' }],
  ['conv2d', { ...CONV, kernelSize: 1, filters: 3, activation: 'softmax' }],
  ['conv2d', { ...CONV, kernelSize: 1, filters: 3, dataFormat: 'channelsFirst', activation: 'softmax' }],
  ['conv1d', { filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu6' }, [9, 2]],
  ['depthwiseConv2d', { ...CONV, depthMultiplier: 2, padding: 'same' }],
  ['separableConv2d', { ...CONV, filters: 3, depthMultiplier: 2, strides: [2, 2], padding: 'same' }],
  ['conv2dTranspose', { ...CONV, filters: 3, strides: [2, 2], padding: 'same' }],
  ['conv2dTranspose', { ...CONV, filters: 3, strides: [2, 3], padding: 'valid' }],
  ['conv2dTranspose', { ...CONV, filters: 3, kernelSize: 5, strides: 1, padding: 'same' }],
  ['dense', { units: 3, activation: 'relu' }, [5]],
  ['dense', { units: 3, useBias: false }, [4, 5]],
  ['dense', { units: 3, activation: 'hardSigmoid' }, [5]],
  ['maxPooling2d', { poolSize: [3, 2], strides: [2, 1], padding: 'same' }],
  ['maxPooling2d', { poolSize: 2 }],
  ['averagePooling2d', { poolSize: [2, 4], strides: 1, padding: 'same' }],
  ['globalAveragePooling2d', {}, [4, 8, 3]],
  ['globalMaxPooling2d', {}],
  ['upSampling2d', { size: [2, 3] }],
  ['upSampling2d', { size: [2, 4], interpolation: 'bilinear' }],
  [
    'zeroPadding2d',
    {
      padding: [
        [1, 2],
        [3, 0],
      ],
    },
  ],
  ['batchNormalization', { epsilon: 0 }],
  ['batchNormalization', { epsilon: 0.5, scale: false, center: false }],
  ['batchNormalization', {}, [5]],
  ['reLU', { maxValue: 3 }],
  ['leakyReLU', { alpha: 0.25 }],
  ['elu', { alpha: 1 }],
  ['prelu', { sharedAxes: [1, 2] }],
  ['prelu', {}],
  ['softmax', { axis: 3 }],
  ['softmax', {}, [5]],
  ['activation', { activation: 'sigmoid' }],
  ['flatten', {}],
  ['reshape', { targetShape: [-1, 2] }],
  ['permute', { dims: [3, 1, 2] }],
  ['dropout', { rate: 0.5 }],
];

describe('what readTfjsLayersModel reads computes what TensorFlow.js does', () => {
  test.each(cases)('%s %j', async (name, config, inputShape = IMAGE) => {
    const { layers, sequential, io } = tf as Layers;
    const random = randomGenerator(seedOf(name + JSON.stringify(config)));
    const layer = layers[name]({ ...config, inputShape });
    const model = sequential({ layers: [layer] });
    const isVariance = (index: number) =>
      name === 'batchNormalization' && index === layer.getWeights().length - 1;
    layer.setWeights(
      layer
        .getWeights()
        .map(({ shape }, index) => wholeTensor(tf as Layers, random, shape, isVariance(index) ? 1 : -3)),
    );
    let saved: Artifacts | undefined;
    await model.save(
      io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return {};
      }),
    );
    const { modelTopology, weightSpecs, weightData } = saved!;
    const json = JSON.stringify({ modelTopology, weightsManifest: [{ paths: ['w'], weights: weightSpecs }] });
    const description = readTfjsLayersModel(json, weightData);

    const input = wholeTensor(tf as Layers, random, [2, ...inputShape]);
    const expected = model.predict(input);
    const own = { data: input.dataSync(), shape: input.shape };
    const [reference] = runDescription(description, { [description.inputs[0].name]: own });
    const actual = { data: Array.from(expected.dataSync()), shape: expected.shape };
    expect(worstError(actual, reference)).toBeLessThanOrEqual(1);
  });
});
