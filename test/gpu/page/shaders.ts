import { pipelineFor } from '../../../src/gpu/pipelines.ts';
import type { FoldedStep } from '../../../src/wgsl/step.ts';
import { sharedDevice } from './device.ts';
import { register } from './registry.ts';

/** Compiles WGSL as it stands; what the compiler says, one line a message. */
async function compileShader(code: string): Promise<string[]> {
  const device = await sharedDevice();
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code });
  const { messages } = await module.getCompilationInfo();
  const error = await device.popErrorScope();
  const lines = messages.map((m) => `${m.type} at ${m.lineNum}:${m.linePos}: ${m.message}`);
  return error && lines.length === 0 ? [error.message] : lines;
}

/** What the library says of a shader with an error in its seventh line, the ninth of the text that is compiled. */
async function compileWrongStep(): Promise<string> {
  const code = [
    'const COUNT = 1u;',
    'alias Element = f32;',
    '@compute @workgroup_size(1) fn main() {',
    '  var sum: Element;',
    '  for (var i = 0u; i < COUNT; i++) { // unroll',
    '  }',
    '  sum += missing;',
    '}',
  ];
  const shader = { name: 'wrong', code: code.join('\n') };
  const step: FoldedStep = {
    shader,
    constants: { COUNT: 2 },
    types: { Element: 'f32' },
    bindings: [],
    workgroups: [1, 1, 1],
  };
  return pipelineFor(await sharedDevice(), step).then(() => 'none', String);
}

register({ compileShader, compileWrongStep });
