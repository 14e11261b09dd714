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

register({ compileShader });
