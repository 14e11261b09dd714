import type { BenchReport } from './report.ts';

/** Adds up the layers: the geometric mean and the least of the ratios to each row's quickest right peer. */
export function summarize(run: Omit<BenchReport, 'date' | 'geomeanToBestPeer' | 'minRatio'>): BenchReport {
  const layers = run.cases.filter(({ suite }) => suite === 'layers');
  const ratios = layers.map((each) => each.ratioToBestPeer).filter((ratio) => ratio !== undefined);
  return {
    ...run,
    date: new Date().toISOString().slice(0, 10),
    geomeanToBestPeer: ratios.length > 0 ? geometricMean(ratios) : undefined,
    minRatio: ratios.length > 0 ? Math.min(...ratios) : undefined,
  };
}

/** The mean of ratios. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
