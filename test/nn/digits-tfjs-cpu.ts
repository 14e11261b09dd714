import { loadPeer } from '../peers/load.mjs';
import { type Digits, pixelsOf } from './digits.ts';
import { type TfjsTraining, type TrainingTf, tfjsTrainer } from './digits-tfjs.ts';

/** The losses of the first steps on TensorFlow.js's CPU backend. */
export async function tfjsLosses(
  digits: Digits,
  { steps, ...training }: Omit<TfjsTraining, 'pixels' | 'labels'> & { steps: number },
): Promise<number[]> {
  const tf = (await loadPeer('@tensorflow/tfjs')) as TrainingTf;
  await tf.setBackend('cpu');
  const step = tfjsTrainer(tf, { ...training, ...digits, pixels: pixelsOf(digits.pixelsBase64) });
  return Array.from({ length: steps }, () => {
    const cost = step();
    const [loss] = cost.dataSync();
    cost.dispose();
    return loss;
  });
}
