import {
  capabilitiesOf,
  createConv2d,
  emptyTensor,
  type PlanChoice,
  type PlanLimits,
  planConv2d,
} from '../../../src/index.ts';
import { type Conv2dCase, problemOf } from '../../case.ts';
import { type CaseReport, runConv2dCase } from '../conv2d-runner.ts';
import { limitedDevice } from '../limited-device.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** A case run under limits, and how its plan kept within them. */
export interface LimitedReport {
  report: CaseReport;
  workgroups: (readonly [number, number, number])[];
  largestRange: number;
}

async function runLimited(
  conv2dCase: Conv2dCase,
  limits: Partial<PlanLimits>,
  choice: PlanChoice,
): Promise<LimitedReport> {
  const device = limitedDevice(await sharedDevice(), limits);
  const report = await runConv2dCase(device, conv2dCase, choice);
  const { steps } = planConv2d(problemOf(conv2dCase), capabilitiesOf(device), choice);
  const ranges = steps.flatMap(({ bindings }) => bindings.map(({ range }) => range?.sizeBytes ?? 0));
  return { report, workgroups: steps.map(({ workgroups }) => workgroups), largestRange: Math.max(...ranges) };
}

/** The error of preparing a case under limits. */
async function refuseLimited(
  conv2dCase: Conv2dCase,
  limits: Partial<PlanLimits>,
): Promise<{ name: string; message: string }> {
  const device = limitedDevice(await sharedDevice(), limits);
  const filter = emptyTensor(device, conv2dCase.filterShape);
  try {
    await createConv2d(device, { ...conv2dCase, filter });
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  return { name: 'none', message: 'nothing was thrown' };
}

register({ runLimited, refuseLimited });
