import type { Contestant } from '../contestant.ts';
import type { Contest } from '../race.ts';
import { anime4kContest } from './anime4k.ts';
import { digitsContest, digitsStepContest } from './digits.ts';
import { facesContest } from './faces.ts';
import { superResolutionContest } from './super_resolution.ts';

/** A model to race; its weights and pictures come from the packages of `test/peers`, so it needs a page. */
export interface ModelRow {
  readonly name: string;
  contest(device: GPUDevice, peers: readonly Contestant[]): Promise<Contest>;
}

export const modelRows: readonly ModelRow[] = [
  ...[64, 128].map((extent) => ({
    name: `super-resolution-${extent}`,
    contest: (device: GPUDevice, peers: readonly Contestant[]) =>
      superResolutionContest(device, peers, extent),
  })),
  { name: 'anime4k', contest: anime4kContest },
  { name: 'faces', contest: facesContest },
  { name: 'digits-step', contest: digitsStepContest },
  { name: 'digits', contest: digitsContest },
];
