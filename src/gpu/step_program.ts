import { foldSteps, makeStep, type StepInit } from '../wgsl/step.ts';
import { capabilitiesOf } from './device.ts';
import { createProgram, type Program } from './program.ts';

/** Compiles a single step that binds nothing but the caller's resources. @throws InternalError, DeviceLostError */
export function createStepProgram(device: GPUDevice, init: StepInit): Promise<Program> {
  const { maxComputeWorkgroupsPerDimension } = capabilitiesOf(device).limits;
  const steps = foldSteps([makeStep(init)], maxComputeWorkgroupsPerDimension);
  return createProgram(device, { label: init.shader.name, steps });
}
