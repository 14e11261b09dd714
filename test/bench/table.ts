import { type BenchCase, type BenchReport, type Failure, isLap, type Lap, type OwnLap } from './report.ts';

type Cells = readonly string[];

/** The report as a table for a terminal. */
export function textTable(report: BenchReport): string {
  const rows = [headings(report), ...report.cases.map((row) => cells(row, report))];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '),
    )
    .join('\n');
}

/** The report as a Markdown block, adapter and date named. */
export function markdownBlock(report: BenchReport): string {
  const [head, ...rows] = [headings(report), ...report.cases.map((row) => cells(row, report))];
  const line = (row: Cells) => `| ${row.join(' | ')} |`;
  const rule = line(head.map((_, at) => (at < 2 ? '---' : '---:')));
  return [`${adapterLine(report)}`, '', line(head), rule, ...rows.map(line)].join('\n');
}

/** Where and when a report was made, and what the adapter reaches at best. */
export function adapterLine({ adapter, host, date, dataType, ceilings }: BenchReport): string {
  const half = ceilings.fmaHalfGflops ? `, float16 ${ceilings.fmaHalfGflops.toFixed(0)}` : '';
  return (
    `${adapter} · ${host} · ${date} · ${dataType} · ceilings: multiply-add ${ceilings.fmaGflops.toFixed(0)}${half} GFLOP/s, ` +
    `copy ${ceilings.copyGBs.toFixed(1)} GB/s`
  );
}

/** One line on a row that has just been raced. */
export function progressLine({ name, ours, peers }: BenchCase): string {
  const others = Object.entries(peers).map(([peer, lap]) => `${peer} ${time(lap)}`);
  return [`${name}: ${time(ours)}${isLap<OwnLap>(ours) ? ` ${ours.kernel}` : ''}`, ...others].join(', ');
}

function headings({ cases }: BenchReport): Cells {
  const peers = Object.keys(cases[0]?.peers ?? {});
  const own = ['ms', 'min', 'spread', 'GFLOP/s', '% of ceiling', 'error/bound', 'first ms'];
  return [
    'row',
    'kernel',
    ...own,
    ...peers.map((peer) => `${peer} ms`),
    ...(peers.length > 0 ? ['× best peer'] : []),
  ];
}

function cells({ name, ours, peers, ratioToBestPeer }: BenchCase, report: BenchReport): Cells {
  const own = isLap<OwnLap>(ours)
    ? [
        kernelCell(ours),
        number(ours.medianMs),
        number(ours.minMs),
        `${(100 * ours.spread).toFixed(0)}%`,
        number(ours.gflops),
        `${number(ours.percentOfCeiling)} ${ours.boundBy === 'memory' ? 'mem' : 'fma'}`,
        ours.errorFraction.toFixed(2),
        ours.firstRunMs.toFixed(0),
      ]
    : [excerpt(ours.error), ...Array<string>(7).fill('')];
  const others = Object.keys(report.cases[0].peers).map((peer) => excerpt(time(peers[peer])));
  return [name, ...own, ...others, ...(others.length > 0 ? [ratioToBestPeer?.toFixed(2) ?? ''] : [])];
}

function kernelCell({ kernel, tiles }: OwnLap): string {
  const sizes = Object.values(tiles).join('·');
  return sizes ? `${kernel} ${sizes}` : kernel;
}

function time(lap: Lap | Failure): string {
  return isLap(lap) ? number(lap.medianMs) : lap.error;
}

/** The start of an error's first line. */
function excerpt(cell: string): string {
  const [line] = cell.split('\n');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
