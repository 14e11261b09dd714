import { expect, test } from 'vitest';
import { activate } from '../../src/cpu/activation.ts';
import { resolveActivation } from '../../src/problem/activation.ts';
import { activationArguments } from '../activation-arguments.ts';
import { activationBound } from '../bounds/conv2d.ts';
import { errorFraction } from '../error-fraction.ts';
import { ACTIVATIONS } from '../factor-cases.ts';
import { lane } from './lane.ts';
import type { PlainTensor } from './page/nn.ts';

async function run(init: object, input: PlainTensor): Promise<number[]> {
  const { output } = await lane.call<Record<string, PlainTensor>>('runOperator', 'activation', init, {
    input,
  });
  return output.data;
}

test.each(ACTIVATIONS.map((activation) => [JSON.stringify(activation), activation] as const))(
  '%s, at its tails, around zero and between, within the bound of its formula',
  async (_, activation) => {
    const input = { data: [...activationArguments], shape: [activationArguments.length] };
    const data = await run({ inputShape: input.shape, activation }, input);
    const resolved = resolveActivation(activation);
    const fractions = input.data.map((x, index) => {
      const exact = activate(resolved, x);
      return errorFraction(data[index], exact, activationBound(resolved, x, exact));
    });
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
  },
);

test('with parameters', async () => {
  const input = { data: [-2, -0.5, 0, 0.5, 2], shape: [5] };
  const init = { inputShape: [5], activation: { type: 'leaky-relu', slope: 0.25 } };
  expect(await run(init, input)).toEqual([-0.5, -0.125, 0, 0.5, 2]);
});
