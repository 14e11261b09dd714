import type { Context, View } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { formatRoute } from '../app/route.ts';
import { byHand } from './by_hand.ts';
import { channels } from './channels.ts';
import { learning } from './learning.ts';
import type { Lesson } from './lesson.ts';
import { matchScore } from './match_score.ts';
import { recognizingAnX } from './recognising_an_x.ts';
import { smallNetwork } from './small_network.ts';
import { whyConvolution } from './why_convolution.ts';

const LESSONS: readonly Lesson[] = [
  matchScore,
  whyConvolution,
  recognizingAnX,
  byHand,
  channels,
  learning,
  smallNetwork,
];

/** The list of lessons, or the lesson that the address names. */
export const learn: View = (root, context) => {
  const { text, route } = context;
  const number = /^[1-9]$/.test(route.part) ? Number(route.part) : 0;
  if (number >= 1 && number <= LESSONS.length) {
    showLesson(root, context, number);
    return;
  }
  if (route.part !== '') context.notify(text.shell.badLink([route.part.slice(0, 20)]));
  const items = text.learn.lessons.map(({ title, summary }, index) =>
    h(
      'li',
      {},
      h(
        'a',
        { href: formatRoute('learn', String(index + 1)) },
        h('span', { class: 'lesson-number', 'aria-hidden': 'true' }, index + 1),
        h('span', { class: 'lesson-title' }, title),
        h('span', { class: 'soft' }, summary),
      ),
    ),
  );
  root.append(
    h('header', { class: 'lead' }, h('h1', {}, text.learn.title), h('p', {}, text.learn.intro)),
    h('ol', { class: 'lesson-list' }, ...items),
  );
};

function showLesson(root: HTMLElement, context: Context, number: number): void {
  const { text, gpu, lifetime } = context;
  const { title, summary } = text.learn.lessons[number - 1];
  const where = h('p', { class: 'caption' });
  gpu.state.watch(lifetime, (state) => {
    if (state.kind === 'ready') where.textContent = text.learn.onGpu(state.adapter);
    if (state.kind === 'none') where.textContent = text.learn.onCpu;
  });
  const body = h('div', { class: 'lesson-body' });
  root.append(
    h(
      'article',
      { class: 'lesson' },
      h('header', { class: 'lead' }, h('h1', {}, title), h('p', {}, summary), where),
      body,
    ),
    turnPages(context, number),
  );
  LESSONS[number - 1](body, context);
}

function turnPages({ text }: Context, number: number): HTMLElement {
  const link = (target: number, label: string, arrow: string) => {
    const lesson = text.learn.lessons[target - 1];
    if (!lesson) return h('span');
    return h(
      'a',
      { href: formatRoute('learn', String(target)) },
      h('span', { class: 'soft' }, label, arrow),
      lesson.title,
    );
  };
  const nav = h('nav', { class: 'turn', 'aria-label': text.learn.all });
  fill(
    nav,
    link(number - 1, text.learn.previous, ' ←'),
    h(
      'a',
      { href: formatRoute('learn') },
      h('span', { class: 'soft' }, `${number} / ${LESSONS.length}`),
      text.learn.all,
    ),
    link(number + 1, text.learn.next, ' →'),
  );
  return nav;
}
