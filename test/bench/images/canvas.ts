import { checkPatience, type ImagePeer } from './contest.ts';
import type { ImageRow } from './rows.ts';

/** Canvas2D's `blur()`, which CSS has too. */
export const blurPeer = canvasPeer(({ steps: [step, ...others] }) => {
  if (step.type !== 'gaussian' || others.length > 0) throw new Error('blurs only');
  return `blur(${step.sigma}px)`;
});

/** SVG's feConvolveMatrix, drawn through a canvas. */
export const svgPeer = canvasPeer((row) => {
  const [step, ...others] = row.steps;
  if (!('matrix' in step) || others.length > 0) throw new Error('one matrix only');
  checkPatience(row);
  const id = `matrix-${row.name.replaceAll(/\W/g, '-')}`;
  const size = step.matrix.length;
  // SVG turns the matrix by 180°
  const weights = step.matrix.flat().reverse().join(' ');
  const holder = document.createElement('div');
  holder.innerHTML = `<svg width="0" height="0"><filter id="${id}" x="0" y="0" width="1" height="1"
    color-interpolation-filters="sRGB"><feConvolveMatrix order="${size}" kernelMatrix="${weights}" divisor="1"
    edgeMode="duplicate" preserveAlpha="true"/></filter></svg>`;
  document.body.append(holder);
  return `url(#${id})`;
});

/** @returns a peer that draws on the processor or on the GPU: without one, the latter takes twice as long */
function canvasPeer(filterOf: (row: ImageRow) => string): (onProcessor: boolean) => ImagePeer {
  return (onProcessor) => ({
    async enter(row, picture) {
      const { width, height } = row;
      const filter = filterOf(row);
      const source = await createImageBitmap(picture);
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d', { willReadFrequently: onProcessor })!;
      context.filter = filter;
      const run = async (count: number) => {
        for (let index = 0; index < count; index++) {
          context.drawImage(source, 0, 0);
          // drawing is deferred until somebody looks; a picture nobody looked at may be left out
          context.getImageData(0, 0, 1, 1);
        }
      };
      return {
        first: () => run(1),
        run,
        read: async () => context.getImageData(0, 0, width, height).data,
        dispose: () => source.close(),
      };
    },
  });
}
