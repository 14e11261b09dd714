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
 * Runs problems `first` … `first + count − 1` of a seed, two at a time, half with the planner's choice and half with
 * any kernel and tiles that can. On a device of their own, whose pipelines go with it.
 */
async function runDrawnCases(seed: number, first: number, count: number): Promise<CaseReport[]> {
  const device = await newDevice(`drawn cases from #${first}`);
  const reports: CaseReport[] = [];
  let next = first;
  const worker = async () => {
    for (let index = next++; index < first + count; index = next++) {
      reports.push(await runDrawnCase(device, seed, index));
    }
  };
  await Promise.all([worker(), worker()]);
  device.destroy();
  return reports;
}

function runDrawnCase(device: GPUDevice, seed: number, index: number): Promise<CaseReport> {
  const capabilities = capabilitiesOf(device);
  const dataTypes: DataType[] = capabilities.hasF16 ? ['float32', 'float32', 'float16'] : ['float32'];
  const drawn = drawCase(seed, index, dataTypes);
  const random = randomGenerator(seed ^ index);
  if (random() < 0.5) return runConv2dCase(device, drawn);
  const candidates = rankCandidates(problemOf(drawn), capabilities);
  const kernel = pick(random, [...new Set(candidates.map((candidate) => candidate.kernel))]);
  const { tiles } = pick(
    random,
    candidates.filter((candidate) => candidate.kernel === kernel),
  );
  return runConv2dCase(device, drawn, { kernel: kernel.name, tiles });
}

register({ runCase, runDrawnCases });
