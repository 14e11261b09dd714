import { type DigitTraining, startTraining } from '../../nn/digit-training.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** Trains the network of lesson 7 on the GPU: the loss of every step. */
async function trainDigits({ steps, ...training }: DigitTraining & { steps: number }): Promise<number[]> {
  const trainer = await startTraining(await sharedDevice(), training);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    trainer.step();
    losses.push(await trainer.loss());
  }
  trainer.destroy();
  return losses;
}

register({ trainDigits });
