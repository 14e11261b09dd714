import type { Size } from 'webgpu-conv/image';
import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { saveFile } from '../app/files.ts';
import { canvasPen } from '../sources/canvas_sources.ts';
import { button, toggle } from '../ui/controls.ts';
import { printFixed } from '../ui/number.ts';
import { readings } from '../ui/readings.ts';
import { SplitStage } from '../ui/split_stage.ts';
import { describe, Enlarger, type EnlargerProgress, fetchEnlarger, SCALE } from './enlarger.ts';
import { awaitPublished } from './missing.ts';
import { dropPictures, pictureButton } from './picture_button.ts';
import { fetchPublished } from './published.ts';

type Pen = CanvasRenderingContext2D;

/** Maximum pixels of a canvas on common browsers, phones included. */
const MAX_PIXELS = 2 ** 26;

/** A picture enlarged twice by the network, beside the browser's smooth enlargement. */
export function superResolution(context: Context): Node[] {
  const { text, gpu, lifetime } = context;
  const t = text.models.superResolution;
  const stage = new SplitStage({ before: t.before, after: t.after, split: t.split });
  const status = h('p', { class: 'reading', role: 'status' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': t.progress });
  const figures = readings(t.readings);
  let enlarger: Enlarger | undefined;
  let running = new AbortController();
  let result: HTMLCanvasElement | undefined;

  const show = async (image: CanvasImageSource & Size) => {
    running.abort();
    if (image.width * image.height * SCALE ** 2 > MAX_PIXELS) {
      status.textContent = t.tooLarge(MAX_PIXELS / 2 ** 20);
      return;
    }
    running = new AbortController();
    const { signal } = running;
    const { width, height } = image;
    const from = canvasPen({ width, height });
    const to = canvasPen({ width: width * SCALE, height: height * SCALE });
    from.drawImage(image, 0, 0);
    to.imageSmoothingQuality = 'high';
    to.drawImage(image, 0, 0, to.canvas.width, to.canvas.height); // until tiles replace it
    stage.show(from.canvas, to.canvas);
    result = to.canvas;
    if (enlarger) await run(enlarger, from, to, signal);
  };

  const run = async (network: Enlarger, from: Pen, to: Pen, signal: AbortSignal) => {
    const number = (value: number) => value.toLocaleString(text.languageTag);
    const sizes = [from, to].map(({ canvas }) => `${canvas.width}×${canvas.height}`);
    figures.show('size', sizes.join(' → '));
    status.textContent = t.preparing;
    buttons.stop.disabled = false;
    bar.removeAttribute('value');
    const start = performance.now();
    const model = await network.prepare(from.canvas);
    const prepared = performance.now();
    if (signal.aborted) return;
    const { parameterCount, multiplyAddCount } = describe(model);
    figures.show('preparing', t.milliseconds(number(Math.round(prepared - start))));
    figures.show('parameters', number(parameterCount));
    figures.show('multiplyAdds', t.billions(printFixed(multiplyAddCount / 1e9, 2)));
    status.textContent = t.running(sizes[1]);
    const onProgress = ({ done, count }: EnlargerProgress) => {
      const ms = performance.now() - prepared;
      bar.value = done / count;
      figures.show('tiles', `${done} / ${count}`);
      figures.show('total', t.seconds(printFixed(ms / 1000, 2)));
      figures.show('tile', t.milliseconds(number(Math.round(ms / done))));
      figures.show('remaining', t.seconds(printFixed(((ms / done) * (count - done)) / 1000, 1)));
    };
    await network.enlarge(from, to, signal, onProgress);
    buttons.stop.disabled = true;
    buttons.save.disabled = false;
    if (!lifetime.isOver) status.textContent = signal.aborted ? t.stopped : t.done(sizes[1]);
  };

  const buttons = {
    example: button(t.example, () => void example()),
    file: pictureButton(t.file, (picture) => void show(picture)),
    stop: button(t.stop, () => running.abort()),
    save: button(t.save, () => void savePng(result)),
  };
  buttons.stop.disabled = true;
  buttons.save.disabled = true;
  const pixels = toggle(t.pixels, false, (isOn) => stage.element.classList.toggle('pixelated', isOn));
  const example = async () => {
    const bitmap = await createImageBitmap(new Blob([await fetchPublished('super-resolution/picture.png')]));
    await show(bitmap);
    bitmap.close();
  };
  const begin = async () => {
    const device = await gpu.device();
    if (!device) {
      status.textContent = text.models.needsGpu;
      return;
    }
    const description = await awaitPublished(context, status, fetchEnlarger);
    if (!description) return;
    enlarger?.destroy();
    enlarger = new Enlarger(device, description);
    await example();
  };
  lifetime.onEnd(() => {
    running.abort();
    enlarger?.destroy();
  });
  dropPictures(stage.element, lifetime, (picture) => void show(picture));
  gpu.recoveries.watch(lifetime, () => void begin()); // now, and for each device that replaces a lost one
  return [
    h('div', { class: 'row' }, buttons.example, buttons.file, pixels, buttons.stop, buttons.save),
    stage.element,
    h('div', { class: 'progress' }, bar, status),
    figures.element,
    h('p', { class: 'caption' }, t.drop),
  ];
}

async function savePng(canvas: HTMLCanvasElement | undefined): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas?.toBlob(resolve));
  if (blob) saveFile(blob, 'enlarged.png');
}
