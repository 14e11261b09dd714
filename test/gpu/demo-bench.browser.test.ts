import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BenchReport, OwnLap } from '../bench/index.ts';
import { type DemoPage, openDemo, takeSaved } from './demo-page.ts';

let demo: DemoPage;

const state = () =>
  demo.page.$eval('[data-bench-progress]', (line) => (line as HTMLElement).dataset.benchProgress);
const text = (selector: string) => demo.page.$eval(selector, ({ textContent }) => textContent ?? '');
const press = (label: string) => demo.page.locator(`.bench button ::-p-text(${label})`).click();

async function show(parameters: Record<string, string>): Promise<void> {
  await demo.page.evaluate(
    (to) => {
      location.hash = to;
    },
    `#/bench?${new URLSearchParams(parameters)}`,
  );
  await demo.page.waitForFunction(
    () => !document.querySelector<HTMLButtonElement>('.bench .primary')?.disabled,
  );
}

async function readReport(): Promise<BenchReport> {
  const bytes = await takeSaved(demo.page, '.bench button ::-p-text(Download JSON)');
  return JSON.parse(new TextDecoder().decode(bytes));
}

afterEach(async () => {
  expect(await demo.takeErrors()).toEqual([]);
});

describe('with WebGPU', () => {
  beforeAll(async () => {
    demo = await openDemo('#/bench?suite=layers&rows=11.12', {
      before: () => {
        // a page in the background may not write to the clipboard
        Object.defineProperty(navigator, 'clipboard', {
          value: {
            writeText: async (words: string) => {
              document.documentElement.dataset.copied = words;
            },
          },
        });
      },
    });
  });

  afterAll(() => demo?.close());

  test('measures the rows that the link names, and shows each with its error and its bar', async () => {
    expect(await text('.row-choice summary')).toBe('Rows: 2 of 18');
    expect(await text('.bench-results h2')).toBe('Nothing measured yet');
    await show({ suite: 'layers', rows: '11.12' });
    await press('Start');
    await expect.poll(state).toBe('done');
    const cells = await demo.page.$$eval('.results tbody tr', (rows) =>
      rows.map((row) => Array.from(row.children, ({ textContent }) => textContent ?? '')),
    );
    expect(cells.map(([name]) => name)).toEqual(['depthwise 3×3 s2 144 56²', 'grouped (32) 3×3 128→128 28²']);
    for (const [, kernel, ms, gflops, , error] of cells) {
      expect(kernel).toMatch(/^[a-z0-9_]+$/);
      expect(Number(ms)).toBeGreaterThan(0);
      expect(Number(gflops)).toBeGreaterThan(0);
      expect(Number(error)).toBeGreaterThan(0);
      expect(Number(error)).toBeLessThanOrEqual(1);
    }
    expect(await demo.page.$$eval('.bars li', ({ length }) => length)).toBe(2);
    expect(await text('[data-reading=fma] dd')).toMatch(/GFLOP\/s$/);
  });

  test('gives the report as the command line writes it, and as Markdown', async () => {
    const report = await readReport();
    expect(report).toMatchObject({ dtype: 'float32', host: expect.stringMatching(/^Chrome\//) });
    expect(report.adapter).toBe(await text('[data-reading=name] dd'));
    expect(report.ceilings.fmaGflops).toBeGreaterThan(0);
    expect(report.ceilings.copyGBs).toBeGreaterThan(0);
    for (const { key, suite, flops, ours } of report.cases) {
      expect(suite).toBe('layers');
      expect(key).toMatch(/^n1ic\d+/);
      const { medianMs, gflops } = ours as OwnLap;
      expect(gflops).toBeCloseTo(flops / medianMs / 1e6, 6);
    }
    await press('Copy Markdown');
    await expect.poll(() => text('.bench-results [role=status]')).toBe('Copied.');
    const copied = await demo.page.evaluate(() => document.documentElement.dataset.copied);
    expect(copied).toContain('| grouped (32) 3×3 128→128 28² | ');
  });

  test('keeps its report when the theme changes', async () => {
    await demo.page.select('.preferences select', 'dark');
    await demo.page.waitForSelector('html[data-theme=dark]');
    expect(await demo.page.$$eval('.results tbody tr', ({ length }) => length)).toBe(2);
    await demo.page.select('.preferences select', 'auto');
  });

  test('draws the cost curve', async () => {
    await show({ suite: 'curve', rows: '1.2.3' });
    await press('Start');
    await expect.poll(state).toBe('done');
    expect(await demo.page.$$eval('.curves .plot', ({ length }) => length)).toBe(1);
    const points = await demo.page.$eval('.curves polyline', (line) => line.getAttribute('points') ?? '');
    // 16, 32 and 64 are evenly spread on a logarithmic axis
    const [a, b, c] = points.split(' ').map((point) => Number(point.split(',')[0]));
    expect(b - a).toBeCloseTo(c - b, 0);
  });

  test('stops at once, says how far it came, and leaves no worker behind', async () => {
    await show({ suite: 'layers' });
    await press('Start');
    await expect.poll(state).toBe('row');
    await press('Stop');
    await expect.poll(state).toBe('stopped');
    // rows may end while the button is reached for
    const shown = await demo.page.$$eval('.results tbody tr', ({ length }) => length);
    expect(shown).toBeLessThan(18);
    expect(await text('[data-bench-progress]')).toBe(`Stopped after ${shown} of 18 rows.`);
    await expect.poll(() => demo.page.workers().length).toBe(0);
  });

  test('ends when another view is opened', async () => {
    await press('Start');
    await expect.poll(state).toMatch(/^(ceilings|row)$/);
    await demo.page.evaluate(() => {
      location.hash = '#/learn';
    });
    await expect.poll(() => demo.page.workers().length).toBe(0);
  });

  test('a broken link falls back to defaults and says which parts it could not read', async () => {
    await show({ suite: '<img src=x>', rows: '3.2', effort: '__proto__', dtype: 'float8' });
    expect(await text('.notice')).toContain('suite, effort, dtype, rows');
    expect(await text('.row-choice summary')).toBe('Rows: all 18');
  });
});

describe('without WebGPU', () => {
  beforeAll(async () => {
    demo = await openDemo('#/bench', {
      flags: [],
      before: () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }),
    });
  });

  afterAll(() => demo?.close());

  test('says that there is nothing to measure', async () => {
    await expect.poll(() => text('.bench .readouts')).toContain('gives this page no GPU');
    expect(await demo.page.$eval('.bench .primary', (made) => (made as HTMLButtonElement).disabled)).toBe(
      true,
    );
  });
});
