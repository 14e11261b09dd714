import shader from '../../shaders/nn/nn_pad.wgsl';
import { InvalidArgumentError } from '../errors.ts';
import { PADDING_MODES } from '../kernels/constants.ts';
import type { Dtype, PaddingMode } from '../problem/options.ts';
import { checkFinite, checkInteger, checkShape } from '../problem/validate.ts';
import { read, write } from '../wgsl/bindings.ts';
import { defineOperator, elementCount, elementType, type Operator } from './operator.ts';

/** Shapes and options of {@link pad}. */
export interface PadInit {
  /** Up to four axes. */
  readonly inputShape: readonly number[];
  /** Elements of border before the input, axis by axis. */
  readonly before: readonly number[];
  /** Elements of border behind the input, axis by axis. */
  readonly after: readonly number[];
  /** What the border holds. Default `'constant'`. */
  readonly mode?: PaddingMode;
  /** The border's value with `mode: 'constant'`. Default 0. */
  readonly value?: number;
  /** Stored element type. Default `'float32'`. */
  readonly dtype?: Dtype;
}

const AXES = 4;
const WORKGROUP_SIZE = 64;

/** Adds a border to a tensor of up to four axes: `input` → `output`. Semantics: WebNN's `pad`, with numpy's modes. */
export function pad(init: PadInit): Operator {
  const { inputShape, mode = 'constant', dtype = 'float32' } = init;
  const missing = AXES - checkShape('inputShape', inputShape).length;
  if (missing < 0) throw new InvalidArgumentError('inputShape', inputShape, `at most ${AXES} axes`);
  const border = (side: 'before' | 'after') => {
    if (init[side].length === inputShape.length) {
      return init[side].map((count, axis) => checkInteger(`${side}[${axis}]`, count, 0));
    }
    throw new InvalidArgumentError(side, init[side], `${inputShape.length} numbers, one for each axis`);
  };
  const [before, after] = [border('before'), border('after')];
  const outputShape = inputShape.map((size, axis) => before[axis] + size + after[axis]);
  const numbered = (name: string, values: readonly number[], filler: number) =>
    Object.fromEntries(
      [...Array<number>(missing).fill(filler), ...values].map((value, index) => [`${name}_${index}`, value]),
    );
  return defineOperator({
    kind: 'pad',
    inputs: { input: { shape: inputShape, dtype } },
    outputs: { output: { shape: checkShape('output.shape', outputShape), dtype } },
    steps: [
      {
        shader,
        constants: {
          ...numbered('SIZE', inputShape, 1),
          ...numbered('BEFORE', before, 0),
          ...numbered('OUT', outputShape, 1),
          OUTPUT_COUNT: elementCount(outputShape),
          PADDING_MODE: PADDING_MODES[mode],
          PADDING_VALUE: mode === 'constant' ? checkFinite('value', init.value ?? 0) : 0,
        },
        types: elementType(dtype),
        bindings: [read('input'), write('output')],
        workgroupCount: Math.ceil(elementCount(outputShape) / WORKGROUP_SIZE),
      },
    ],
  });
}
