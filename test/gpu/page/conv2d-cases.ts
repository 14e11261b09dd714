import { capabilitiesOf, type PlanChoice } from '../../../src/index.ts';
import type { Tiles } from '../../../src/kernels/kernel.ts';
import { rankCandidates } from '../../../src/plan/plan.ts';
import type { Dtype } from '../../../src/problem/options.ts';
import { type Conv2dCase, problemOf } from '../../case.ts';
import { pick, randomGenerator } from '../../random.ts';
import { drawCase } from '../../random-cases.ts';
import { type CaseReport, runConv2dCase } from '../conv2d-runner.ts';
import { newDevice, sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** A kernel by its name, and which of its tiles, `splits` workgroups to each; the planner's choice where left out. */
interface CaseChoice {
  kernel?: string;
  tiles?: 'usual' | 'smallest';
  splits?: number;
}

async function runCase(conv2dCase: Conv2dCase, choice: CaseChoice): Promise<CaseReport> {
  const device = await sharedDevice();
  return runConv2dCase(device, conv2dCase, tilesFor(device, conv2dCase, choice));
}

/**
 * On a CPU in disguise most of a case's time goes into compiling what the tiles unroll. There the smallest tiles will
 * do where the case is not about sizes: small problems have the more of their edges.
 */
function tilesFor(device: GPUDevice, conv2dCase: Conv2dCase, choice: CaseChoice): PlanChoice {
  const { kernel, tiles, splits } = choice;
  const capabilities = capabilitiesOf(device);
  if (!splits && (!kernel || tiles === 'usual' || !capabilities.isSoftware)) return { kernel };
  const candidates = rankCandidates(problemOf(conv2dCase), capabilities, { kernel })
    .map((candidate) => candidate.tiles)
    .filter((candidate) => splits === undefined || candidate.SPLITS === splits);
  const sizeOf = (candidate: Tiles) => Object.values(candidate).reduce((product, size) => product * size, 1);
  const smallest = candidates.reduce((a, b) => (sizeOf(b) < sizeOf(a) ? b : a));
  return { kernel, tiles: smallest };
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
  const dtypes: Dtype[] = capabilities.hasF16 ? ['float32', 'float32', 'float16'] : ['float32'];
  const drawn = drawCase(seed, index, dtypes);
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
