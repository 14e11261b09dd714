import { capabilitiesOf, type PlanChoice } from '../../../src/index.ts';
import { rankCandidates } from '../../../src/plan/plan.ts';
import type { DataType } from '../../../src/problem/options.ts';
import { type Conv2dCase, problemOf } from '../../case.ts';
import { pick, randomGenerator } from '../../random.ts';
import { drawCase } from '../../random-cases.ts';
import { type CaseReport, runConv2dCase } from '../conv2d-runner.ts';
import { newDevice, sharedDevice } from './device.ts';
import { register } from './registry.ts';

async function runCase(conv2dCase: Conv2dCase, choice?: PlanChoice): Promise<CaseReport> {
  return runConv2dCase(await sharedDevice(), conv2dCase, choice);
}

/**
 * Runs problems `first` … `first + count − 1` of a seed, half with the planner's choice and half with any kernel and
 * tiles that can. On a device of their own, whose pipelines go with it.
 */
async function runDrawnCases(seed: number, first: number, count: number): Promise<CaseReport[]> {
  const device = await newDevice(`drawn cases from #${first}`);
  const capabilities = capabilitiesOf(device);
  const dataTypes: DataType[] = capabilities.hasF16 ? ['float32', 'float32', 'float16'] : ['float32'];
  const reports: CaseReport[] = [];
  for (let index = first; index < first + count; index++) {
    const drawn = drawCase(seed, index, dataTypes);
    const random = randomGenerator(seed ^ index);
    const { kernel, tiles } = pick(random, rankCandidates(problemOf(drawn), capabilities));
    const choice = random() < 0.5 ? undefined : { kernel: kernel.name, tiles };
    reports.push(await runConv2dCase(device, drawn, choice));
  }
  device.destroy();
  return reports;
}

register({ runCase, runDrawnCases });
