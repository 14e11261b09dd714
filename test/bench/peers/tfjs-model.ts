import type { Entry } from '../contestant.ts';
import type { Pixels } from '../models/pictures.ts';
import { globalNamed } from './load.ts';
import { finish, type Tensorflow, type TfTensor, tensorEntry, uploadTo } from './tfjs.ts';

interface LayersModel {
  predict(input: TfTensor): TfTensor;
  dispose(): void;
}

interface TensorflowLayers extends Tensorflow {
  loadLayersModel(url: string): Promise<LayersModel>;
}

/** A layers model run by TensorFlow.js, which the tfjs contestant has started. Its files are read before the clock starts. */
export async function enterTfjsModel(url: string, input: Pixels): Promise<Entry> {
  const tf = globalNamed<TensorflowLayers>('tf');
  const backend = tf.backend();
  const model = await tf.loadLayersModel(url);
  const x = uploadTo(tf, input);
  await finish(backend);
  return tensorEntry(backend, () => model.predict(x), [x, model]);
}
