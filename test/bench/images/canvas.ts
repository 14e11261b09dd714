import type { ImagePeer } from './contest.ts';
import type { ImageRow } from './rows.ts';

/** Canvas2D's `blur()`, which CSS has too. */
export const blurPeer: ImagePeer = canvasPeer((row) => {
  if (row.sigma === undefined) throw new Error('blurs only');
  return `blur(${row.sigma}px)`;
});

/** SVG's feConvolveMatrix, drawn through a canvas. */
export const svgPeer: ImagePeer = canvasPeer((row) => {
  const id = `matrix-${row.name.replaceAll(/\W/g, '-')}`;
  const size = row.matrix.length;
  // SVG turns the matrix by 180°
  const weights = row.matrix.flat().reverse().join(' ');
  const holder = document.createElement('div');
  holder.innerHTML = `<svg width="0" height="0"><filter id="${id}" x="0" y="0" width="1" height="1"
    color-interpolation-filters="sRGB"><feConvolveMatrix order="${size}" kernelMatrix="${weights}" divisor="1"
    edgeMode="duplicate" preserveAlpha="true"/></filter></svg>`;
  document.body.append(holder);
  return `url(#${id})`;
});

function canvasPeer(filterOf: (row: ImageRow) => string): ImagePeer {
  return {
    async enter(row, picture) {
      const { width, height } = row;
      const source = await createImageBitmap(picture);
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d')!;
      context.filter = filterOf(row);
      const run = async (count: number) => {
        for (let index = 0; index < count; index++) context.drawImage(source, 0, 0);
        context.getImageData(0, 0, 1, 1); // drawing is deferred until somebody looks
      };
      return {
        first: () => run(1),
        run,
        read: async () => context.getImageData(0, 0, width, height).data,
        dispose: () => source.close(),
      };
    },
  };
}
