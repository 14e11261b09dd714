import { type BenchCase, type BenchReport, type Failure, isLap, type Lap, type OwnLap } from './report.ts';

/** A row's name and this library's kernel come first; all else is numbers. */
export const TEXT_COLUMNS = 2;

/** A column of a table. */
interface Column {
  readonly heading: string;
  cell(row: BenchCase): string;
}

/** One table a suite, for a terminal. */
export function textTables({ cases }: BenchReport): string {
  return suitesOf(cases)
    .map((rows) => aligned(tableOf(rows, [...brief(rows), ...detailed])))
    .join('\n\n');
}

/** Rows of cells, headings first, with the columns that matter most. */
export function briefTable(rows: readonly BenchCase[]): string[][] {
  return tableOf(rows, brief(rows));
}

/** The rows of each suite, in order. */
export function suitesOf(cases: readonly BenchCase[]): BenchCase[][] {
  const names = [...new Set(cases.map(({ suite }) => suite))];
  return names.map((name) => cases.filter(({ suite }) => suite === name));
}

/** Where and when a report was made, and what the adapter reaches at best. */
export function adapterLine({ adapter, host, date, dtype, ceilings }: BenchReport): string {
  const half = ceilings.fmaHalfGflops ? `, float16 ${number(ceilings.fmaHalfGflops)}` : '';
  return (
    `${adapter} · ${host} · ${date} · ${dtype} · ceilings: multiply-add ${number(ceilings.fmaGflops)}${half} GFLOP/s, ` +
    `copy ${number(ceilings.copyGBs)} GB/s`
  );
}

/** One line on a row that has just been raced. */
export function progressLine({ name, ours, peers }: BenchCase): string {
  const others = Object.entries(peers).map(([peer, lap]) => `${peer} ${time(lap)}`);
  return [`${name}: ${time(ours)}${isLap<OwnLap>(ours) ? ` ${ours.kernel}` : ''}`, ...others].join(', ');
}

/** Three digits. */
export function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function brief(rows: readonly BenchCase[]): Column[] {
  const peers = [...new Set(rows.flatMap(({ peers }) => Object.keys(peers)))];
  const ratio: Column = { heading: '× best peer', cell: (row) => row.ratioToBestPeer?.toFixed(2) ?? '' };
  return [
    { heading: 'row', cell: ({ name }) => name },
    { heading: 'kernel', cell: ({ ours }) => (isLap<OwnLap>(ours) ? ours.kernel : excerpt(ours.error)) },
    own('ms', ({ medianMs }) => number(medianMs)),
    own('GFLOP/s', ({ gflops }) => number(gflops)),
    own(
      '% of ceiling',
      (lap) => `${number(lap.percentOfCeiling)}${lap.boundBy === 'memory' ? ' (copy)' : ''}`,
    ),
    own('error / bound', ({ errorFraction }) => errorFraction.toFixed(2)),
    own('first ms', ({ firstRunMs }) => number(firstRunMs)),
    ...peers.map((peer) => ({
      heading: `${peer} ms`,
      cell: (row: BenchCase) => (row.peers[peer] ? excerpt(time(row.peers[peer])) : ''),
    })),
    ...(peers.length > 0 ? [ratio] : []),
    ...(rows.some(({ suite }) => suite === 'models') ? memory(peers) : []),
  ];
}

/** Megabytes of GPU memory, ours and each peer's. */
function memory(peers: readonly string[]): Column[] {
  const megabytes = (lap: Lap | Failure | undefined) =>
    isLap(lap) && lap.peakBytes !== undefined ? number(lap.peakBytes / 1e6) : '';
  return [
    { heading: 'MB', cell: ({ ours }) => megabytes(ours) },
    ...peers.map((peer) => ({ heading: `${peer} MB`, cell: (row: BenchCase) => megabytes(row.peers[peer]) })),
  ];
}

const detailed: readonly Column[] = [
  own('min', ({ minMs }) => number(minMs)),
  own('spread', ({ spread }) => `${(100 * spread).toFixed(0)}%`),
  own('gpu ms', ({ gpuMs }) => (gpuMs === undefined ? '' : number(gpuMs))),
  own('again ms', ({ secondCreateMs }) => secondCreateMs.toFixed(2)),
  own('plan ms', ({ planMs }) => planMs?.toFixed(2) ?? ''),
  own('tiles', ({ tiles }) => Object.values(tiles).join('·')),
];

function own(heading: string, cell: (lap: OwnLap) => string): Column {
  return { heading, cell: ({ ours }) => (isLap<OwnLap>(ours) ? cell(ours) : '') };
}

function tableOf(rows: readonly BenchCase[], columns: readonly Column[]): string[][] {
  return [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
}

function aligned(table: readonly (readonly string[])[]): string {
  const widths = table[0].map((_, at) => Math.max(...table.map((row) => row[at].length)));
  const pad = (cell: string, at: number) =>
    at < TEXT_COLUMNS ? cell.padEnd(widths[at]) : cell.padStart(widths[at]);
  return table.map((row) => row.map(pad).join('  ')).join('\n');
}

function time(lap: Lap | Failure): string {
  return isLap(lap) ? number(lap.medianMs) : lap.error;
}

/** The start of an error's first line. */
function excerpt(cell: string): string {
  const [line] = cell.split('\n');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
