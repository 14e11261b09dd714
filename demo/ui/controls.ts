import { type Child, freshId, h } from '../app/dom.ts';

/** A choice by name. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A labeled drop-down list. */
export function selectField<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  onChange: (value: T) => void,
): HTMLElement & { select: HTMLSelectElement } {
  const id = freshId('select');
  const select = h('select', { id });
  for (const choice of choices) {
    select.append(h('option', { value: choice.value, selected: choice.value === value }, choice.label));
  }
  select.addEventListener('change', () => onChange(choices[select.selectedIndex].value));
  const field = h('div', { class: 'field' }, h('label', { for: id }, label), select);
  return Object.assign(field, { select });
}

/** Range of a {@link sliderField}. */
export interface SliderRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

/** A labeled slider with its value beside it. */
export function sliderField(
  label: string,
  range: SliderRange,
  print: (value: number) => string,
  onInput: (value: number) => void,
): HTMLElement & { set(value: number, max?: number): void } {
  const id = freshId('slider');
  const input = h('input', { ...range, id, type: 'range' });
  const output = h('output', { for: id });
  const show = (value: number) => {
    output.textContent = print(value);
    input.setAttribute('aria-valuetext', output.textContent);
  };
  input.addEventListener('input', () => {
    show(input.valueAsNumber);
    onInput(input.valueAsNumber);
  });
  show(range.value);
  const set = (value: number, max = range.max) => {
    input.max = String(max);
    input.value = String(value);
    show(value);
  };
  return Object.assign(h('div', { class: 'field' }, h('label', { for: id }, label), input, output), { set });
}

/** A button with a text label. */
export function button(label: string, onClick: () => void, className = 'button'): HTMLButtonElement {
  return h('button', { type: 'button', class: className, onclick: onClick }, label);
}

/** A button that is on or off. */
export function toggle(label: string, isOn: boolean, onChange: (isOn: boolean) => void): HTMLButtonElement {
  const made = h('button', { type: 'button', class: 'button', 'aria-pressed': String(isOn) }, label);
  made.addEventListener('click', () => {
    const next = made.getAttribute('aria-pressed') !== 'true';
    made.setAttribute('aria-pressed', String(next));
    onChange(next);
  });
  return made;
}

/** A row of buttons, one of which is on. */
export function segmented<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  onChange: (value: T) => void,
): HTMLElement {
  const buttons = choices.map((choice) => {
    const made = button(choice.label, () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === made));
      onChange(choice.value);
    });
    made.setAttribute('aria-pressed', String(choice.value === value));
    return made;
  });
  return h('div', { class: 'row joined', role: 'group', 'aria-label': label }, ...buttons);
}

/** A titled part of a panel. */
export function section(title: string, ...children: Child[]): HTMLElement {
  const id = freshId('section');
  return h('section', { 'aria-labelledby': id }, h('h3', { id }, title), ...children);
}
