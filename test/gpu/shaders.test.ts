import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../unit/module-graph.ts';
import { lane, requireFeatures } from './lane.ts';

const files = listFiles('shaders', '.wgsl');

/** The device feature that each WGSL extension needs. */
const featureOf: Record<string, GPUFeatureName> = { f16: 'shader-f16', subgroups: 'subgroups' };

describe('every shader compiles as it stands', () => {
  test.for(files)('%s', async (file, context) => {
    const code = readFileSync(file, 'utf8');
    const extensions = [...code.matchAll(/^enable (\w+);/gm)].map((match) => match[1]);
    requireFeatures(context, ...extensions.map((name) => featureOf[name]));
    expect(await lane.call('compileShader', code)).toEqual([]);
  });
});

test('a shader that is wrong does not pass', async () => {
  const messages = await lane.call<string[]>('compileShader', 'fn broken( {');
  expect(messages).toContainEqual(expect.stringMatching(/^error at 1:\d+: /));
});

test('an error names the line of the text that is compiled', async () => {
  const error = await lane.call<string>('compileWrongStep');
  expect(error).toMatch(/^InternalError: wrong\.wgsl did not compile: [\s\S]*missing/);
  expect(error).toMatch(/\nline 9 of its text: sum \+= missing;$/);
});
