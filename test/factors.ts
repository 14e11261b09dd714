import { type Conv2dCase, problemOf } from './case.ts';

/** A case's value of each factor, such as `strides 2×1`: what kernels treat in different ways, in coarse steps. */
export function valuesOf(conv2dCase: Conv2dCase): string[] {
  const p = problemOf(conv2dCase);
  const padding = [p.padTop, p.padBottom, p.padLeft, p.padRight];
  const isWide = Math.max(p.padTop, p.padBottom) > p.inHeight || Math.max(p.padLeft, p.padRight) > p.inWidth;
  return [
    `batch ${upTo(2, p.batch)}`,
    `input ${p.inputLayout}`,
    `filter ${p.filterLayout}`,
    `window ${windowOf(p.filterHeight, p.filterWidth)}`,
    `width ${inVectors(p.outWidth)}`,
    `output channels ${inVectors(p.outChannels)}`,
    `channels ${channelsOf(p.groups, p.inChannels, p.outChannels)}`,
    `strides ${upTo(3, p.strideHeight)}×${upTo(3, p.strideWidth)}`,
    `dilations ${upTo(3, p.dilationHeight)}×${upTo(3, p.dilationWidth)}`,
    `border ${Math.max(...padding) > 0 ? p.paddingMode : 'none'}`,
    `border is ${isWide ? 'wider than the image' : new Set(padding).size > 1 ? 'uneven' : 'even'}`,
    `activation ${JSON.stringify(p.activation)}`,
    `bias ${p.hasBias}`,
    `residual ${p.hasResidual}`,
    `flip ${p.flipFilter}`,
    `accuracy ${p.accuracy}`,
  ];
}

const inVectors = (size: number) => (size % 4 === 0 ? 'of whole vectors' : 'with a rest');
const upTo = (max: number, value: number) => (value < max ? `${value}` : `${max}+`);

function windowOf(height: number, width: number): string {
  if (height !== width) return 'oblong';
  if (height > 3) return height % 2 === 0 ? 'even' : 'large';
  return `${height}×${width}`;
}

function channelsOf(groups: number, inChannels: number, outChannels: number): string {
  if (groups === 1) return 'in one group';
  if (groups < inChannels) return 'in groups';
  return outChannels === inChannels ? 'depthwise' : 'depthwise, multiplied';
}
