import { InvalidArgumentError } from '../errors.ts';
import type { Activation, ActivationName } from './options.ts';
import { checkFinite } from './validate.ts';

/** An activation with its parameters filled in. `a` and `b` are 0 if it has none. */
export interface ResolvedActivation {
  readonly type: ActivationName | 'clamp' | 'identity';
  /** The `slope` of leaky-relu, the `alpha` of elu, or the `min` of clamp. */
  readonly a: number;
  /** The `max` of clamp. */
  readonly b: number;
}

const DEFAULT_PARAMETER: Record<ActivationName, number> = {
  relu: 0,
  relu6: 0,
  'leaky-relu': 0.01,
  elu: 1,
  sigmoid: 0,
  tanh: 0,
  silu: 0,
  'gelu-erf': 0,
  'gelu-tanh': 0,
  'hard-swish': 0,
};

/**
 * Fills in defaults and checks parameters. Without an activation: the identity.
 * @param argument how the caller writes `activation`, for errors
 * @throws InvalidArgumentError
 */
export function resolveActivation(
  activation: Activation | undefined,
  argument = 'activation',
): ResolvedActivation {
  if (activation === undefined) return { type: 'identity', a: 0, b: 0 };
  if (typeof activation === 'string') {
    if (!Object.hasOwn(DEFAULT_PARAMETER, activation)) return unknown(activation, argument);
    return { type: activation, a: DEFAULT_PARAMETER[activation], b: 0 };
  }
  switch (activation?.type) {
    case 'leaky-relu':
      return { type: 'leaky-relu', a: checkFinite(`${argument}.slope`, activation.slope), b: 0 };
    case 'elu':
      return { type: 'elu', a: checkFinite(`${argument}.alpha`, activation.alpha), b: 0 };
    case 'clamp': {
      const min = checkFinite(`${argument}.min`, activation.min);
      const max = checkFinite(`${argument}.max`, activation.max);
      if (min > max) throw new InvalidArgumentError(`${argument}.max`, max, `at least min, ${min}`);
      return { type: 'clamp', a: min, b: max };
    }
    default:
      return unknown(activation, argument);
  }
}

function unknown(activation: unknown, argument: string): never {
  const names = Object.keys(DEFAULT_PARAMETER).join(', ');
  throw new InvalidArgumentError(
    argument,
    activation,
    `one of ${names}, or { type: 'leaky-relu', slope }, { type: 'elu', alpha }, { type: 'clamp', min, max }`,
  );
}
