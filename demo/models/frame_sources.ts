import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { openPicture } from '../sources/canvas_sources.ts';
import type { Source } from '../sources/source.ts';
import { type CameraChoice, cameraTrouble, openCamera, openVideo } from '../sources/video_sources.ts';
import { button } from '../ui/controls.ts';
import { fileButton } from './picture_button.ts';

/** Options of {@link frameSources}. */
export interface FrameSourcesOptions {
  /** Label of the button for the drawn source. */
  readonly drawnLabel: string;
  openDrawn(): Source;
  readonly camera: CameraChoice;
  /** Called with the drawn source first, then with each source that is chosen, and with undefined when it is stopped. */
  onSource(source: Source | undefined): void;
}

/** Buttons that choose the source of frames, and one that stops it. */
export function frameSources(
  { text, lifetime }: Context,
  { drawnLabel, openDrawn, camera: choice, onSource }: FrameSourcesOptions,
): HTMLElement {
  const t = text.models.sources;
  const message = h('p', { class: 'caption', role: 'status' });
  let current: Source | undefined;
  let round = 0;
  let again = () => useDrawn();
  const replace = (source: Source | undefined) => {
    onSource(source);
    current?.close();
    current = source;
    stop.textContent = source ? t.stop : t.start;
  };
  const use = async (which: HTMLElement, open: () => Promise<Source> | Source, waiting = '') => {
    round += 1;
    const mine = round;
    message.textContent = waiting;
    try {
      const source = await open();
      if (mine !== round || lifetime.isOver) {
        source.close();
        return;
      }
      message.textContent = '';
      mark(which);
      again = () => use(which, open, waiting);
      replace(source);
    } catch (error) {
      if (mine === round)
        message.textContent = t.troubles[which === file ? 'unreadable' : cameraTrouble(error)];
    }
  };
  const mark = (which: HTMLElement) => {
    for (const one of [drawn, camera]) one.setAttribute('aria-pressed', String(one === which));
    file.classList.toggle('on', which === file);
  };
  const useDrawn = () => use(drawn, openDrawn);
  const unplugged = () => {
    void useDrawn().then(() => {
      message.textContent = t.troubles.unplugged;
    });
  };
  const drawn = button(drawnLabel, () => void useDrawn());
  const camera = button(t.camera, () => void use(camera, () => openCamera(choice, unplugged), t.asking));
  const file = fileButton(t.file, 'image/*,video/*', (picked) => {
    void use(file, () => (picked.type.startsWith('video/') ? openVideo(picked) : openPicture(picked)));
  });
  const stop = button(t.stop, () => {
    if (!current) void again();
    else {
      round += 1; // a source that is being opened comes too late
      message.textContent = '';
      replace(undefined);
    }
  });
  lifetime.onEnd(() => current?.close());
  queueMicrotask(() => void useDrawn()); // after the caller has created what onSource uses
  return h('div', { class: 'source-row' }, h('div', { class: 'row' }, camera, drawn, file, stop), message);
}
