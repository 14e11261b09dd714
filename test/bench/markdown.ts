import { goalLines, goalsOf } from './goals.ts';
import { type BenchCase, type BenchReport, isLap, type OwnLap } from './report.ts';
import { adapterLine, briefTable, number, suitesOf, TEXT_COLUMNS } from './table.ts';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** Longer tables are folded away. */
const MAX_ROWS = 24;

/** The report as Markdown, adapter and date named: a table a suite, the cost curve, and the goals. */
export function markdownBlock(report: BenchReport): string {
  const suites = suitesOf(report.cases);
  const parts = suites.map((rows) => {
    if (rows[0].suite === 'curve') return curve(rows);
    const [{ suite }] = rows;
    const shown = table(briefTable(rows));
    if (rows.length > MAX_ROWS) return folded(`${suite}, ${rows.length} rows`, shown);
    return suites.length > 1 ? `**${suite}**\n\n${shown}` : shown;
  });
  return [adapterLine(report), ...parts, `\`\`\`\n${goalLines(goalsOf(report))}\n\`\`\``].join('\n\n');
}

/** `text` with `block` between the markers of the bench. */
export function withBlock(text: string, block: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new RangeError(`no ${BEGIN} … ${END} to write between`);
  return `${text.slice(0, begin + BEGIN.length)}\n${block}\n${text.slice(end)}`;
}

/** One table an axis: what it is set to, and milliseconds. */
function curve(rows: readonly BenchCase[]): string {
  const axes = [...new Set(rows.map(({ name }) => name.split(' ')[0]))];
  const tables = axes.map((axis) => {
    const points = rows.filter(({ name }) => name.startsWith(`${axis} `));
    const times = points.map(({ ours }) => (isLap<OwnLap>(ours) ? number(ours.medianMs) : 'wrong'));
    return table([
      [axis, ...points.map(({ name }) => name.split(' ')[1])],
      ['ms', ...times],
    ]);
  });
  const intro =
    "How cost grows from 3×3, 32→32 channels, 64×64, batch 1, one size at a time; last, depthwise filters on 3 channels of 480×640, without and with `accuracy: 'strict'`:";
  return [intro, ...tables].join('\n\n');
}

function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, at) => (at < TEXT_COLUMNS ? '---' : '---:')));
  return [line(head), rule, ...rows.map(line)].join('\n');
}
