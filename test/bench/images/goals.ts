import type { Goal } from '../goals.ts';
import { type BenchCase, isLap } from '../report.ts';
import { cameraRow } from './camera.ts';

/** The goals for pictures that these rows can speak to. */
export function imageGoals(cases: readonly BenchCase[]): Goal[] {
  const rows = cases.filter(({ suite }) => suite === 'images');
  return [camera(rows), wideGaussian(rows), boxAtAnyRadius(rows), againstSvg(rows)].filter(
    (goal) => goal !== undefined,
  );
}

function camera(rows: readonly BenchCase[]): Goal | undefined {
  const ms = oursMs(rows, cameraRow.name);
  if (!ms) return undefined;
  return {
    text: '3×3 camera to canvas at 640×480 ≥ 25 frames a second',
    figure: `${(1000 / ms).toFixed(1)}`,
    isMet: 1000 / ms >= 25,
  };
}

function wideGaussian(rows: readonly BenchCase[]): Goal | undefined {
  const row = rows.find(({ name }) => name === 'Gaussian σ=8 on 640×480');
  const ratio = row && ratioTo(row, 'simple pass');
  if (!ratio) return undefined;
  return {
    text: 'Gaussian σ=8 at 640×480 ≥ 8× the simple pass over two dimensions',
    figure: `${ratio.toFixed(1)}×`,
    isMet: ratio >= 8,
  };
}

function boxAtAnyRadius(rows: readonly BenchCase[]): Goal | undefined {
  const sizes = ['640×480', '1280×720', '1920×1080'];
  const ratios = sizes.flatMap((size) => {
    const [narrow, wide] = [2, 32].map((radius) => oursMs(rows, `box radius ${radius} on ${size}`));
    return narrow && wide ? [{ size, ratio: wide / narrow }] : [];
  });
  return greatest(ratios, 'box radius 32 within 1.3× of radius 2', (ratio) => ratio <= 1.3);
}

function againstSvg(rows: readonly BenchCase[]): Goal | undefined {
  const ratios = rows.flatMap((row) => {
    const ratio = ratioTo(row, 'svg');
    return ratio ? [{ size: row.name, ratio: 1 / ratio }] : [];
  });
  return greatest(ratios, "our time a part of SVG feConvolveMatrix's on every row", (ratio) => ratio < 1);
}

function greatest(
  ratios: readonly { size: string; ratio: number }[],
  text: string,
  isMet: (ratio: number) => boolean,
): Goal | undefined {
  if (ratios.length === 0) return undefined;
  const worst = ratios.reduce((a, b) => (a.ratio > b.ratio ? a : b));
  const figure = `${ratios.length} compared, at most ${worst.ratio.toFixed(2)}× at ${worst.size}`;
  return { text, figure, isMet: isMet(worst.ratio) };
}

function oursMs(rows: readonly BenchCase[], name: string): number | undefined {
  const ours = rows.find((row) => row.name === name)?.ours;
  return isLap(ours) ? ours.medianMs : undefined;
}

function ratioTo({ ours, peers }: BenchCase, peer: string): number | undefined {
  const theirs = peers[peer];
  return isLap(ours) && isLap(theirs) ? theirs.medianMs / ours.medianMs : undefined;
}
