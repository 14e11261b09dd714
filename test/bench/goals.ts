import { imageGoals } from './images/goals.ts';
import { type BenchCase, type BenchReport, isLap, type OwnLap } from './report.ts';
import { geometricMean } from './summary.ts';

/** Something the bench is to show, and what it showed. */
export interface Goal {
  readonly text: string;
  readonly figure: string;
  readonly isMet: boolean;
}

/** The goals that a report can speak to. */
export function goalsOf(report: BenchReport): Goal[] {
  const layers = report.cases.filter(({ suite }) => suite === 'layers');
  return [
    ...correctness(report.cases),
    ...speed(report),
    ...coldStart(layers),
    ...wideFilters(layers, report),
    ...imageGoals(report.cases),
  ];
}

/** One line a goal. */
export function goalLines(goals: readonly Goal[]): string {
  return goals
    .map(({ text, figure, isMet }) => `${isMet ? 'pass      ' : 'FALL SHORT'}  ${text}: ${figure}`)
    .join('\n');
}

function correctness(cases: readonly BenchCase[]): Goal[] {
  const wrong = cases.filter(({ ours }) => !isLap(ours));
  const fractions = cases.map(({ ours }) => (isLap(ours) ? ours.errorFraction : 0));
  const figure =
    wrong.length === 0
      ? `${cases.length} rows, largest error ${Math.max(...fractions).toFixed(2)} of its bound`
      : `not ${wrong.map(({ name }) => name).join('; ')}`;
  return [{ text: 'every row is right', figure, isMet: wrong.length === 0 }];
}

function speed({ cases }: BenchReport): Goal[] {
  const layers = cases.filter(({ suite }) => suite === 'layers');
  const toBest = layers.flatMap(({ name, ratioToBestPeer: ratio }) =>
    ratio === undefined ? [] : [{ name, ratio }],
  );
  const toTfjs = ratiosTo('tfjs', layers);
  const goals: Goal[] = [];
  if (toBest.length > 0) {
    const mean = geometricMean(toBest.map(({ ratio }) => ratio));
    const least = toBest.reduce((a, b) => (a.ratio < b.ratio ? a : b));
    goals.push(
      { text: 'geometric mean to the best peer ≥ 3×', figure: `${mean.toFixed(2)}×`, isMet: mean >= 3 },
      {
        text: 'no row under 1.2× the best peer',
        figure: `${least.ratio.toFixed(2)}× at ${least.name}`,
        isMet: least.ratio >= 1.2,
      },
    );
  }
  if (toTfjs.length > 0) {
    const mean = geometricMean(toTfjs);
    goals.push({ text: 'geometric mean to tfjs ≥ 6×', figure: `${mean.toFixed(2)}×`, isMet: mean >= 6 });
  }
  return goals;
}

function coldStart(cases: readonly BenchCase[]): Goal[] {
  const own = cases.map(({ ours }) => ours).filter((lap) => isLap<OwnLap>(lap));
  const raced = cases.flatMap(({ ours, peers }) => {
    const theirs = Object.values(peers).filter((lap) => isLap(lap));
    if (!isLap(ours) || theirs.length === 0) return [];
    return [ours.firstRunMs <= Math.min(...theirs.map(({ firstRunMs }) => firstRunMs))];
  });
  if (own.length === 0) return [];
  const goals: Goal[] = [
    ...underOneMs(
      'a second createConv2d of a shape',
      own.map(({ secondCreateMs }) => secondCreateMs),
    ),
    ...underOneMs(
      'planConv2d',
      own.flatMap(({ planMs }) => planMs ?? []),
    ),
  ];
  if (raced.length > 0) {
    const quick = raced.filter(Boolean).length;
    const figure = `${quick} of ${raced.length}`;
    goals.push({
      text: "first run no slower than the quickest peer's on ≥ 80% of rows",
      figure,
      isMet: quick >= 0.8 * raced.length,
    });
  }
  return goals;
}

function underOneMs(what: string, timesMs: readonly number[]): Goal[] {
  if (timesMs.length === 0) return [];
  const slowest = Math.max(...timesMs);
  return [{ text: `${what} takes < 1 ms`, figure: `at most ${slowest.toFixed(2)} ms`, isMet: slowest < 1 }];
}

/** 3×3 rows with at least 64 channels on both sides and no groups. */
function wideFilters(cases: readonly BenchCase[], { ceilings }: BenchReport): Goal[] {
  const rows = cases.flatMap(({ key, name, ours }) => {
    const [, inChannels, outChannels] = key.match(/ic(\d+)ih.*oc(\d+)kh3kw3(?!.*g\d)/)?.map(Number) ?? [];
    if (!isLap(ours) || !(inChannels >= 64 && outChannels >= 64)) return [];
    return [{ name, percent: (100 * ours.gflops) / ceilings.fmaGflops }];
  });
  if (rows.length === 0) return [];
  const least = rows.reduce((a, b) => (a.percent < b.percent ? a : b));
  const reached = rows.filter(({ percent }) => percent >= 30).length;
  return [
    {
      text: '3×3 rows with ≥ 64 channels reach ≥ 30% of the multiply-add ceiling',
      figure: `${reached} of ${rows.length}, least ${least.percent.toFixed(0)}% at ${least.name}`,
      isMet: reached === rows.length,
    },
  ];
}

/** How many times longer than ours `peer` takes, a row it can run each. */
function ratiosTo(peer: string, cases: readonly BenchCase[]): number[] {
  return cases.flatMap(({ ours, peers }) => {
    const theirs = peers[peer];
    return isLap(ours) && isLap(theirs) ? [theirs.medianMs / ours.medianMs] : [];
  });
}
