import { h } from '../../app/dom.ts';
import type { Text } from '../../text/index.ts';
import { printFixed } from '../../ui/number.ts';
import { CLASSES } from './digit_data.ts';

/** A bar for each digit's probability, and a verdict. */
export function scoreBars(t: Text['learn']['digits']) {
  const rows = Array.from({ length: CLASSES }, (_, digit) => {
    const value = h('output');
    const bar = h('i');
    const element = h(
      'li',
      { 'data-digit': digit },
      h('b', {}, digit),
      h('span', { class: 'bar-track' }, bar),
      value,
    );
    return { element, bar, value };
  });
  const verdict = h('p', { class: 'reading', role: 'status' });
  let label: number | undefined;
  const say = (sentence: string) => {
    if (verdict.textContent !== sentence) verdict.textContent = sentence; // so that screen readers announce it once
  };
  return {
    element: h(
      'div',
      { class: 'scores' },
      verdict,
      h('ol', { 'aria-label': t.scores }, ...rows.map(({ element }) => element)),
    ),
    /** Sets the correct digit, if it is known. */
    expect(digit: number | undefined): void {
      label = digit;
    },
    show(probabilities: ArrayLike<number>): void {
      const shares = Array.from(probabilities);
      const best = shares.indexOf(Math.max(...shares));
      rows.forEach(({ element, bar, value }, digit) => {
        element.classList.toggle('best', digit === best);
        bar.style.width = `${shares[digit] * 100}%`;
        value.textContent = `${printFixed(shares[digit] * 100, 1)} %`;
      });
      say(label === undefined ? t.verdict(best) : t.checked(best, label));
    },
  };
}
