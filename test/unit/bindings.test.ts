import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { KERNELS } from '../../src/kernels/registry.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { type FoldedStep, foldSteps, shaderText } from '../../src/wgsl/step.ts';
import { problemOf } from '../case.ts';
import { float16Cases, float32Cases } from '../cases.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { listFiles } from './module-graph.ts';
import { declaredBindings } from './wgsl.ts';

/** A device that every kernel may run on. */
const capabilities: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: true,
  hasSubgroups: true,
  isSoftware: false,
  vendor: '',
  architecture: '',
};

/** Every step that some kernel makes of some case, one for each shader and list of bindings. */
function everyStep(): Map<string, FoldedStep> {
  const found = new Map<string, FoldedStep>();
  for (const problem of [...float32Cases, ...float16Cases].map(problemOf)) {
    for (const kernel of KERNELS.filter((k) => k.refusal(problem, capabilities) === undefined)) {
      const candidates = kernel.candidates(problem, capabilities);
      const split = candidates.find(({ SPLITS = 1 }) => SPLITS > 1);
      const programs = [candidates[0], ...(split ? [split] : [])].map((tiles) =>
        kernel.build(problem, capabilities, tiles),
      );
      const all = programs.flatMap(({ prepare, steps }) => [...prepare, ...steps]);
      for (const step of foldSteps(all, DEFAULT_LIMITS.maxComputeWorkgroupsPerDimension)) {
        const bindings = step.bindings.map(({ name, access }) => `${access} ${name}`);
        found.set(`${step.shader.name}: ${bindings.join(', ')}`, step);
      }
    }
  }
  return found;
}

describe('what a kernel binds is what its shader declares', () => {
  const steps = everyStep();

  test.each([...steps])('%s', (_, step) => {
    const declared = declaredBindings(shaderText(step));
    expect(step.bindings.map(({ name, access }) => ({ name, access }))).toEqual(declared);
  });

  test('every shader with an entry point was looked at', () => {
    const folders = ['conv2d', 'cpu', 'fft', 'winograd'].flatMap((name) =>
      listFiles(`shaders/${name}`, '.wgsl'),
    );
    const kernels = folders.filter((file) => readFileSync(file, 'utf8').includes('@compute'));
    const seen = [...steps.values()].map(({ shader }) => shader.name);
    expect([...new Set(seen)].sort()).toEqual(kernels.map((file) => path.basename(file, '.wgsl')).sort());
  });
});

test('declaredBindings reads names and accesses in the order of the numbers', () => {
  const code = `
    @group(0) @binding(1) var<storage, read_write> b: array<f32>;
    @group(0) @binding(0) var<storage, read> a: array<vec4f>;`;
  expect(declaredBindings(code)).toEqual([
    { name: 'a', access: 'read' },
    { name: 'b', access: 'write' },
  ]);
});
