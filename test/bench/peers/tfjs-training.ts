import type { DigitTraining } from '../../nn/digit-training.ts';
import { type TrainingTf, tfjsTrainer } from '../../nn/digits-tfjs.ts';
import type { Entry } from '../contestant.ts';
import { globalNamed } from './load.ts';
import { finish, type Tensorflow } from './tfjs.ts';

/** Steps of the digit network's training by TensorFlow.js, which its contestant has started; gives the last loss. */
export async function enterTfjsTraining(training: DigitTraining): Promise<Entry> {
  const tf = globalNamed<Tensorflow & TrainingTf>('tf');
  const backend = tf.backend();
  const pixels = Uint8Array.from(atob(training.digits.pixelsBase64), (character) => character.charCodeAt(0));
  const step = tfjsTrainer(tf, { ...training, pixels, labels: training.digits.labels });
  let last: ReturnType<typeof step> | undefined;
  const run = async (count: number) => {
    for (let index = 0; index < count; index++) {
      last?.dispose();
      last = step();
    }
    await finish(backend);
  };
  return {
    first: () => run(1),
    run,
    read: () => last!.data(),
    dispose: () => last?.dispose(),
  };
}
