import type { Face } from 'webgpu-conv/nn';
import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { sizeOf } from '../sources/source.ts';
import { selectField, sliderField } from '../ui/controls.ts';
import { whileInView } from '../ui/in_view.ts';
import { printFixed } from '../ui/number.ts';
import { readings } from '../ui/readings.ts';
import { FaceFinder, fetchFaceWeights } from './face_finder.ts';
import { FaceLoop } from './face_loop.ts';
import { faceSources } from './face_sources.ts';
import { awaitPublished } from './missing.ts';

const SIZES = ['128', '224', '320', '416'] as const;

/** Boxes around the faces of a camera, a picture, or three people who were drawn. */
export function faces(context: Context): Node[] {
  const { text, gpu, lifetime } = context;
  const t = text.models.faces;
  const status = h('p', { class: 'reading', role: 'status' });
  const figures = readings(t.readings);
  const boxes = h('div', { class: 'face-boxes', 'aria-hidden': 'true' });
  const picture = h('div', { class: 'pane-picture' });
  const stage = h('div', { class: 'stage face-stage' }, h('div', { class: 'pane' }, picture, boxes));
  let said = '';
  const loop = new FaceLoop((found, milliseconds) => {
    fill(boxes, ...found.map(faceBox));
    const best = found[0] && printFixed(found[0].score, 2);
    figures.show('count', String(found.length));
    figures.show('best', best ?? '–');
    figures.show('time', t.milliseconds(printFixed(milliseconds, 0)));
    figures.show('rate', printFixed(1000 / milliseconds, 1));
    const sentence = t.found(found.length);
    if (sentence !== said) status.textContent = sentence; // a screen reader hears changes, not frames
    said = sentence;
  });
  lifetime.onEnd(() => loop.end());
  const sources = faceSources(context, (source) => {
    source.element.setAttribute('aria-label', t.picture);
    if (source.element instanceof HTMLCanvasElement) source.element.setAttribute('role', 'img');
    fill(picture, source.element);
    const { width, height } = sizeOf(source.element);
    stage.style.setProperty('--shape', `${width} / ${height}`);
    fill(boxes);
    loop.watch(source);
  });
  let isSetUp = false;
  const setUp = async () => {
    isSetUp = true;
    const device = await gpu.device();
    if (!device) {
      status.textContent = text.models.needsGpu;
      return;
    }
    const weights = await awaitPublished(context, status, fetchFaceWeights);
    if (!weights) return;
    const start = performance.now();
    const asked = size;
    const finder = await FaceFinder.create(device, weights, asked);
    if (asked !== size) {
      finder.destroy();
      return;
    }
    figures.show('preparing', t.milliseconds(printFixed(performance.now() - start, 0)));
    said = '';
    loop.use(finder);
  };
  const sizes = SIZES.map((value) => ({ value, label: t.pixels(value) }));
  let size = 320;
  whileInView(stage, lifetime, (isInView) => {
    loop.setPaused(!isInView);
    if (isInView && !isSetUp) void setUp();
  });
  gpu.recoveries.watch(lifetime, (count) => {
    if (count > 0) void setUp(); // another device knows nothing of the weights
  });
  return [
    sources,
    stage,
    status,
    figures.element,
    h(
      'div',
      { class: 'fields' },
      selectField(t.size, sizes, '320', (chosen) => {
        size = Number(chosen);
        void setUp();
      }),
      sliderField(
        t.threshold,
        { min: 0.1, max: 0.9, step: 0.05, value: 0.5 },
        (value) => printFixed(value, 2),
        (value) => loop.setThreshold(value),
      ),
    ),
  ];
}

function faceBox({ left, top, width, height, score }: Face): HTMLElement {
  const box = h('div', { class: 'face-box' }, h('span', {}, printFixed(score, 2)));
  for (const [side, value] of Object.entries({ left, top, width, height })) {
    box.style.setProperty(side, `${value * 100}%`);
  }
  return box;
}
