import { type PresetName, presets } from 'webgpu-conv/image';
import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { FILTER_NAMES, FILTERS } from '../app/filters.ts';
import { button, sliderField } from '../ui/controls.ts';
import { printNumber } from '../ui/number.ts';
import { filterNameOf, matrixStep, PRESET_NAMES, type PresetStep, presetStep, type Step } from './chain.ts';
import { matrixEditor } from './matrix_editor.ts';

const LONGEST = 8;

/** The chain of filters: its steps, their order, and the numbers of the selected step. */
export function chainEditor(
  context: Context,
  initial: readonly Step[],
  onChange: (chain: readonly Step[]) => void,
): HTMLElement {
  const { text } = context;
  const t = text.live.chain;
  let chain = initial;
  let picked = 0;
  const list = h('ol', { class: 'steps' });
  const tuning = h('div', { class: 'tuning' });
  const replace = (index: number, step: Step) => {
    chain = chain.map((old, i) => (i === index ? step : old));
    onChange(chain);
    drawList();
  };
  const set = (next: readonly Step[], pick: number) => {
    chain = next;
    picked = Math.max(0, Math.min(pick, chain.length - 1));
    onChange(chain);
    drawAll();
  };
  const move = (from: number, to: number) => {
    const next = chain.toSpliced(from, 1).toSpliced(to, 0, chain[from]);
    set(next, to);
    list.children[to]?.querySelector<HTMLElement>('.step-name')?.focus();
  };
  const drawList = () => {
    const items = chain.map((step, index) => {
      const name = stepName(text, step);
      const tool = (label: string, sign: string, act: () => void, isOff = false) => {
        const made = button(sign, act, 'button quiet');
        made.setAttribute('aria-label', `${label}: ${name}`);
        made.disabled = isOff;
        return made;
      };
      const pick = button(name, () => set(chain, index), 'step-name');
      pick.setAttribute('aria-pressed', String(index === picked));
      const power = h('input', { type: 'checkbox', checked: step.isOn, 'aria-label': `${t.isOn}: ${name}` });
      power.addEventListener('change', () => replace(index, { ...step, isOn: power.checked }));
      return h(
        'li',
        { class: step.isOn ? '' : 'off' },
        power,
        pick,
        tool(t.up, '↑', () => move(index, index - 1), index === 0),
        tool(t.down, '↓', () => move(index, index + 1), index === chain.length - 1),
        tool(t.remove, '×', () => set(chain.toSpliced(index, 1), index), chain.length === 1),
      );
    });
    fill(list, ...items);
  };
  const drawAll = () => {
    drawList();
    const step = chain[picked];
    fill(
      tuning,
      picker(context, step, (next) => set(chain.with(picked, { ...next, isOn: step.isOn }), picked)),
      step.type === 'matrix'
        ? matrixEditor(context, step, (next) => replace(picked, next))
        : sliders(context, step, (next) => replace(picked, next)),
    );
  };
  drawAll();
  const add = button(t.add, () => {
    if (chain.length < LONGEST) set([...chain, matrixStep(FILTERS.identity)], chain.length);
  });
  return h('div', { class: 'chain' }, list, add, tuning);
}

/** The displayed name of a step. */
export function stepName(text: Context['text'], step: Step): string {
  if (step.type !== 'matrix') return text.presets[step.type];
  const name = filterNameOf(step);
  return name ? text.filters[name] : text.live.chain.own;
}

/** A list to choose the step's filter from. */
function picker({ text }: Context, step: Step, onPick: (step: Step) => void): HTMLElement {
  const t = text.live.chain;
  const name = filterNameOf(step);
  const current = step.type === 'matrix' ? `matrix:${name ?? ''}` : step.type;
  const select = h('select', { 'aria-label': t.filter, 'data-picker': true });
  const option = (value: string, label: string) => h('option', { value, selected: value === current }, label);
  select.append(
    h(
      'optgroup',
      { label: t.matrices },
      ...FILTER_NAMES.map((filter) => option(`matrix:${filter}`, text.filters[filter])),
      step.type === 'matrix' && !name && option('matrix:', t.own),
    ),
    h(
      'optgroup',
      { label: t.presets },
      ...PRESET_NAMES.map((preset) => option(preset, text.presets[preset])),
    ),
  );
  select.addEventListener('change', () => {
    const filter = FILTER_NAMES.find((known) => `matrix:${known}` === select.value);
    onPick(filter ? matrixStep(FILTERS[filter]) : presetStep(select.value as PresetName));
  });
  return select;
}

/** A slider for each parameter of a preset. */
function sliders({ text }: Context, initial: PresetStep, onChange: (step: PresetStep) => void): HTMLElement {
  let step = initial;
  const fields = Object.entries(presets[step.type].parameters).map(([name, range]) => {
    const label = text.parameters[name as keyof typeof text.parameters];
    return sliderField(label, { ...range, value: step.numbers[name] }, printNumber, (value) => {
      step = { ...step, numbers: { ...step.numbers, [name]: value } };
      onChange(step);
    });
  });
  return h('div', { class: 'sliders' }, ...fields);
}
