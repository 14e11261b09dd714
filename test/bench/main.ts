// npm run bench: races this library's convolutions, correct first, then timed. See `usage`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromeHost, type Host, nodeHost } from './hosts.ts';
import { markdownBlock, withBlock } from './markdown.ts';
import type { BenchCase, BenchReport, Ceilings } from './report.ts';
import { SUITES } from './suites.ts';
import { summarize } from './summary.ts';
import { adapterLine, progressLine, textTables } from './table.ts';

const usage = `npm run bench -- [options]
  --suite ${Object.keys(SUITES).join('|')}|all   which rows (default all)
  --peers tfjs,ort,jax|none   who to race against (default all of them; Chrome only)
  --filter SUBSTRING          only rows whose name or key contains it
  --quick                     fewer samples; a peer that takes over 15 s at first is not run again
  --dtype float32|float16     how tensors are stored (default float32)
  --host chrome|node          headless Chrome, or this process on Dawn (default chrome)
  --json FILE                 also writes the report as JSON
  --from FILE                 shows a report written by --json instead of racing; again for another suite's
  --readme                    also writes the tables into README.md`;

const { values: flags } = parseArgs({
  options: {
    suite: { type: 'string', default: 'all' },
    peers: { type: 'string', default: 'tfjs,ort,jax' },
    filter: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    dtype: { type: 'string', default: 'float32' },
    host: { type: 'string', default: 'chrome' },
    json: { type: 'string' },
    from: { type: 'string', multiple: true },
    readme: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(usage);
else show(flags.from ? readReports(flags.from) : await bench());
// Dawn keeps Node alive for as long as its GPU object exists
process.exit();

/** Races the rows asked for; what is done is saved after every one. */
async function bench(): Promise<BenchReport> {
  const host = await (flags.host === 'node' ? nodeHost : chromeHost)({
    quick: flags.quick,
    dtype: oneOf('--dtype', flags.dtype, ['float32', 'float16']),
    peers: flags.host === 'node' || flags.peers === 'none' ? [] : flags.peers.split(','),
  });
  const run = { host: host.name, adapter: host.adapter, dtype: flags.dtype };
  const ceilings = await host.measureCeilings();
  const cases: BenchCase[] = [];
  for (const [suite, rowName] of chosenRows()) {
    const row = await raceOrExplain(host, suite, rowName, ceilings);
    if (row) cases.push(row);
    if (flags.json) writeReport(flags.json, summarize({ ...run, ceilings, cases }));
  }
  await host.close();
  return summarize({ ...run, ceilings, cases });
}

/** A row that brings its browser or device down is tried once more, then left out. */
async function raceOrExplain(
  host: Host,
  suite: string,
  rowName: string,
  ceilings: Ceilings,
): Promise<BenchCase | undefined> {
  for (const last of [false, true]) {
    try {
      const row = await host.race(suite, rowName, ceilings);
      console.error(progressLine(row));
      return row;
    } catch (error) {
      console.error(`${rowName}: ${last ? 'not raced' : 'once more'}, ${error}`);
    }
  }
  process.exitCode = 1;
  return undefined;
}

function writeReport(file: string, report: BenchReport): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** Reports of one adapter as one: of a row the last, ceilings and date the first one's. */
function readReports(files: readonly string[]): BenchReport {
  const reports: BenchReport[] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const odd = reports.find((each) => each.adapter !== reports[0].adapter || each.dtype !== reports[0].dtype);
  if (odd) throw new RangeError(`--from: ${adapterLine(odd)}: is not of the first report's adapter and type`);
  const cases = new Map(
    reports.flatMap(({ cases }) => cases.map((row) => [`${row.suite} ${row.name}`, row])),
  );
  const { date } = reports[0];
  return { ...summarize({ ...reports[0], cases: [...cases.values()] }), date };
}

function show(report: BenchReport): void {
  const markdown = markdownBlock(report);
  console.log(`\n${adapterLine(report)}\n\n${textTables(report)}\n\n${markdown}`);
  if (flags.readme) writeFileSync('README.md', withBlock(readFileSync('README.md', 'utf8'), markdown));
}

/** [suite, row name] of every row asked for. */
function chosenRows(): [string, string][] {
  const suites =
    flags.suite === 'all' ? Object.keys(SUITES) : [oneOf('--suite', flags.suite, Object.keys(SUITES))];
  return suites.flatMap((suite) =>
    SUITES[suite].rowNames
      .filter((name) => name.includes(flags.filter))
      .map((name): [string, string] => [suite, name]),
  );
}

function oneOf<const T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (!found) throw new RangeError(`${flag} ${value}: needs ${allowed.join(' or ')}\n${usage}`);
  return found;
}
