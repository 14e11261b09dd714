import type { Conv2dProblem } from './problem.ts';

/**
 * Names a problem in one word, unambiguous for every option: sizes always, anything else only where it
 * differs from the default. Used in test names, bench rows, GPU labels and error text.
 */
export function problemKey(p: Omit<Conv2dProblem, 'key'>): string {
  const sizes =
    `n${p.batch}ic${p.inChannels}ih${p.inHeight}iw${p.inWidth}` +
    `oc${p.outChannels}kh${p.filterHeight}kw${p.filterWidth}`;
  const parts = [
    word('pt', p.padTop, 0),
    word('pb', p.padBottom, 0),
    word('pl', p.padLeft, 0),
    word('pr', p.padRight, 0),
    word('sh', p.strideHeight, 1),
    word('sw', p.strideWidth, 1),
    word('dh', p.dilationHeight, 1),
    word('dw', p.dilationWidth, 1),
    word('g', p.groups, 1),
    word('-', p.paddingMode, 'zeros'),
    word('=', p.paddingValue, 0),
    word('-', p.inputLayout, 'nchw'),
    word('-', p.filterLayout, 'oihw'),
    p.flipFilter ? '-flip' : '',
    p.hasBias ? '-bias' : '',
    p.hasResidual ? '-residual' : '',
    p.activation.type === 'identity' ? '' : `-${activationWord(p.activation)}`,
    word('-', p.dtype, 'float32'),
    word('-', p.accuracy, 'default'),
  ];
  return sizes + parts.join('');
}

function word(prefix: string, value: string | number, defaultValue: string | number): string {
  return value === defaultValue ? '' : `${prefix}${value}`;
}

function activationWord({ type, a, b }: Conv2dProblem['activation']): string {
  if (type === 'clamp') return `clamp(${a},${b})`;
  return type === 'leaky-relu' || type === 'elu' ? `${type}(${a})` : type;
}
