import type { Face } from 'webgpu-conv/nn';
import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { openDrawing } from '../sources/canvas_sources.ts';
import { sizeOf } from '../sources/source.ts';
import { selectField, sliderField } from '../ui/controls.ts';
import { printFixed } from '../ui/number.ts';
import { readings } from '../ui/readings.ts';
import { FaceFinder, fetchFaceWeights } from './face_finder.ts';
import { frameSources } from './frame_sources.ts';
import { keepRunning } from './keep_running.ts';
import { NetworkRunner } from './network_runner.ts';
import { showPace } from './pace.ts';
import { drawPortraits } from './portraits.ts';

const SIZES = ['128', '224', '320', '416'] as const;

/** Boxes around faces in a camera's frames, a picture, or a drawing of three people. */
export function faces(context: Context): Node[] {
  const { text } = context;
  const t = text.models.faces;
  const status = h('p', { class: 'reading', role: 'status' });
  const figures = readings({ ...t.readings, ...text.models.pace });
  const boxes = h('div', { class: 'face-boxes', 'aria-hidden': 'true' });
  const picture = h('div', { class: 'pane-picture' });
  const stage = h('div', { class: 'stage face-stage' }, h('div', { class: 'pane' }, picture, boxes));
  let said = '';
  const runner = new NetworkRunner<Face[]>((found, pace) => {
    fill(boxes, ...found.map(faceBox));
    const best = found[0] && printFixed(found[0].score, 2);
    figures.show('count', String(found.length));
    figures.show('best', best ?? '–');
    showPace(text, figures, pace);
    const sentence = t.found(found.length);
    if (sentence !== said) status.textContent = sentence; // screen readers announce changes, not frames
    said = sentence;
  });
  const sources = frameSources(context, {
    drawnLabel: t.drawn,
    openDrawn: () => openDrawing(drawPortraits),
    camera: { facingMode: 'user' },
    onSource(source) {
      fill(boxes);
      runner.watch(source);
      if (!source) return;
      source.element.setAttribute('aria-label', t.picture);
      if (source.element instanceof HTMLCanvasElement) source.element.setAttribute('role', 'img');
      fill(picture, source.element);
      const { width, height } = sizeOf(source.element);
      stage.style.setProperty('--shape', `${width} / ${height}`);
    },
  });
  const sizes = SIZES.map((value) => ({ value, label: t.pixels(value) }));
  let size = 320;
  let threshold = 0.5;
  const remake = keepRunning(context, {
    runner,
    stage,
    status,
    fetchFiles: fetchFaceWeights,
    async create(device, weights) {
      const finder = await FaceFinder.create(device, weights, size);
      return {
        run: (image, shape) => finder.find(image, shape, threshold),
        destroy: () => finder.destroy(),
      };
    },
    onReady(_, milliseconds) {
      figures.show('preparing', text.models.milliseconds(printFixed(milliseconds, 0)));
      said = '';
    },
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
        remake();
      }),
      sliderField(
        t.threshold,
        { min: 0.1, max: 0.9, step: 0.05, value: 0.5 },
        (value) => printFixed(value, 2),
        (value) => {
          threshold = value;
          runner.refresh();
        },
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
