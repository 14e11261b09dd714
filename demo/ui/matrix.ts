import type { Rows } from '../app/convolver.ts';
import { fill, h } from '../app/dom.ts';
import { parseNumber, printNumber } from './number.ts';

/** Look and interactions of a {@link MatrixTable}. */
export interface MatrixOptions {
  /** Announced by screen readers; also shown below if `showsCaption`. */
  readonly label: string;
  readonly showsCaption?: boolean;
  /** `signed` tints by sign and size, `gray` is a picture's brightness from 0 to 1. Default `signed`. */
  readonly look?: 'signed' | 'gray';
  readonly size?: 'small' | 'tiny';
  /** Formats a number. */
  readonly print?: (value: number) => string;
  /** Name of each editable cell. */
  readonly cellLabel?: (row: number, column: number) => string;
  /** Called with the value typed into a cell. Makes cells fields. */
  readonly onType?: (row: number, column: number, value: number) => void;
  /** Called when a cell is pressed; makes cells buttons. */
  readonly onPress?: (row: number, column: number) => void;
  /** Whether a cell is part of the border. */
  readonly isBorder?: (row: number, column: number) => boolean;
  /** The value with the full tint. Default: the largest of the matrix. */
  readonly fullTint?: number;
}

const ARROWS: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A matrix as a table of tinted numbers. */
export class MatrixTable {
  readonly element: HTMLTableElement;
  readonly #options: MatrixOptions;
  readonly #body = h('tbody');
  #cells: HTMLTableCellElement[][] = [];

  constructor(rows: Rows, options: MatrixOptions) {
    this.#options = options;
    const looks = ['matrix', options.size, options.look === 'gray' && 'gray'].filter(Boolean).join(' ');
    const caption = h('caption', { class: options.showsCaption ? '' : 'visually-hidden' }, options.label);
    this.element = h('table', { class: looks }, caption, this.#body);
    this.update(rows);
    if (options.onPress) this.element.addEventListener('keydown', (event) => this.#moveFocus(event));
  }

  /** Shows other numbers. The focus stays if the size does. */
  update(rows: Rows): void {
    if (rows.length !== this.#cells.length || rows[0]?.length !== this.#cells[0]?.length) this.#build(rows);
    const largest = this.#options.fullTint ?? Math.max(1e-9, ...rows.flat().map(Math.abs));
    rows.forEach((row, y) => {
      row.forEach((value, x) => {
        this.#paint(y, x, value, largest);
      });
    });
  }

  /** Outlines the cells for which `isLit` holds. */
  light(isLit: (row: number, column: number) => boolean): void {
    this.#toggle('lit', isLit);
  }

  /** Hatches the cells of the border, for which `isBorder` holds. */
  hatch(isBorder: (row: number, column: number) => boolean): void {
    this.#toggle('border-cell', isBorder);
  }

  /** Row and column of an event's cell. */
  placeOf(target: EventTarget | null): readonly [row: number, column: number] | undefined {
    const cell = target instanceof Element ? target.closest('td') : null;
    if (!cell || !this.element.contains(cell)) return undefined;
    return [(cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex];
  }

  #toggle(className: string, isOn: (row: number, column: number) => boolean): void {
    this.#cells.forEach((row, y) => {
      row.forEach((cell, x) => {
        cell.classList.toggle(className, isOn(y, x));
      });
    });
  }

  #build(rows: Rows): void {
    this.#cells = rows.map((row, y) => row.map((_, x) => this.#cell(y, x)));
    fill(this.#body, ...this.#cells.map((cells) => h('tr', {}, ...cells)));
  }

  #cell(row: number, column: number): HTMLTableCellElement {
    const { onType, onPress, cellLabel, isBorder } = this.#options;
    const cell = h('td', { class: isBorder?.(row, column) ? 'border-cell' : '' });
    const label = cellLabel?.(row + 1, column + 1) ?? `${row + 1}, ${column + 1}`;
    if (onType) {
      const field = h('input', { inputmode: 'text', autocomplete: 'off', 'aria-label': label });
      field.addEventListener('change', () => {
        const value = parseNumber(field.value);
        if (value !== undefined) onType(row, column, value);
      });
      cell.append(field);
    } else if (onPress) {
      // one stop for the Tab key; arrow keys move on from there
      const tabindex = row === 0 && column === 0 ? 0 : -1;
      cell.append(h('button', { type: 'button', tabindex, onclick: () => onPress(row, column) }));
    }
    return cell;
  }

  #moveFocus(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    const place = this.placeOf(event.target);
    if (!step || !place) return;
    const next = this.#cells[place[0] + step[0]]?.[place[1] + step[1]]?.querySelector('button');
    if (!next) return;
    event.preventDefault();
    this.element.querySelector('button[tabindex="0"]')?.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }

  #paint(row: number, column: number, value: number, largest: number): void {
    const cell = this.#cells[row][column];
    const { look, print = printNumber, onType, onPress, cellLabel } = this.#options;
    const text = print(value);
    if (look === 'gray') {
      const level = Math.min(1, Math.max(0, value));
      cell.style.setProperty('--level', String(level));
      cell.style.setProperty('--level-ink', level > 0.46 ? '#000' : '#fff');
    } else {
      cell.classList.toggle('positive', value > 0);
      cell.classList.toggle('negative', value < 0);
      cell.style.setProperty('--weight', String(Math.min(1, Math.abs(value) / largest)));
    }
    const inner = cell.firstElementChild;
    if (onType && inner instanceof HTMLInputElement) inner.value = text;
    else if (onPress && inner) {
      inner.textContent = text;
      inner.setAttribute('aria-label', `${cellLabel?.(row + 1, column + 1) ?? ''}: ${text}`);
    } else cell.textContent = text;
  }
}
