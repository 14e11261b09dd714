import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { openScene } from '../sources/canvas_sources.ts';
import { selectField } from '../ui/controls.ts';
import { printFixed } from '../ui/number.ts';
import { readings } from '../ui/readings.ts';
import { SplitStage } from '../ui/split_stage.ts';
import { frameSources } from './frame_sources.ts';
import { keepRunning } from './keep_running.ts';
import { fetchLiveEnlarger, LiveEnlarger, NETWORK_SIZES, type NetworkSize } from './live_enlarger.ts';
import { NetworkRunner } from './network_runner.ts';
import { showPace } from './pace.ts';

const PICTURE_SIZES = {
  '160×120': { width: 160, height: 120 },
  '320×240': { width: 320, height: 240 },
  '640×480': { width: 640, height: 480 },
} as const;
type PictureSize = keyof typeof PICTURE_SIZES;

/** Frames of a camera, a file or the drawn scene, enlarged twice by the network and beside it by the browser. */
export function liveEnlargement(context: Context): Node[] {
  const { text } = context;
  const t = text.models.liveEnlargement;
  const { before, after, split } = text.models.superResolution;
  const stage = new SplitStage({ before, after, split });
  const status = h('p', { class: 'reading', role: 'status' });
  const figures = readings({ ...text.models.pace, ...t.readings });
  const runner = new NetworkRunner<void>((_, pace) => showPace(text, figures, pace));
  let isStopped = false;
  let made: LiveEnlarger | undefined;
  const showFrames = () => {
    if (made && !isStopped) stage.show(made.before, made.after); // else the last frame stays
  };
  let network: NetworkSize = 's';
  let picture: PictureSize = '160×120';
  const remake = keepRunning(context, {
    runner,
    stage: stage.element,
    status,
    fetchFiles: () => fetchLiveEnlarger(network),
    create(device, weights) {
      status.textContent = t.preparing;
      return LiveEnlarger.create(device, weights, PICTURE_SIZES[picture]);
    },
    onReady(enlarger, milliseconds) {
      const size = `${enlarger.after.width}×${enlarger.after.height}`;
      made = enlarger;
      showFrames();
      status.textContent = t.running(size);
      figures.show('preparing', text.models.milliseconds(printFixed(milliseconds, 0)));
      figures.show('parameters', enlarger.parameterCount.toLocaleString(text.languageTag));
    },
  });
  const networks = NETWORK_SIZES.map((value) => ({ value, label: value.toUpperCase() }));
  const pictures = (Object.keys(PICTURE_SIZES) as PictureSize[]).map((value) => ({ value, label: value }));
  return [
    frameSources(context, {
      drawnLabel: t.drawn,
      openDrawn: openScene,
      camera: {},
      onSource(source) {
        isStopped = source === undefined;
        showFrames();
        runner.watch(source);
      },
    }),
    stage.element,
    status,
    figures.element,
    h(
      'div',
      { class: 'fields' },
      selectField(t.network, networks, network, (chosen) => {
        network = chosen;
        remake();
      }),
      selectField(t.picture, pictures, picture, (chosen) => {
        picture = chosen;
        remake();
      }),
    ),
    h('p', { class: 'caption' }, t.note),
  ];
}
