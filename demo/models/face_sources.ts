import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { openDrawing, openPicture } from '../sources/canvas_sources.ts';
import type { Source } from '../sources/source.ts';
import { cameraTrouble, openCamera, openVideo } from '../sources/video_sources.ts';
import { button } from '../ui/controls.ts';
import { fileButton } from './picture_button.ts';
import { drawPortraits } from './portraits.ts';

/** Buttons for where faces come from; `onSource` is given the drawn ones at once. */
export function faceSources({ text, lifetime }: Context, onSource: (source: Source) => void): HTMLElement {
  const t = text.models.faces;
  const message = h('p', { class: 'caption', role: 'status' });
  let current: Source | undefined;
  let round = 0;
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
      onSource(source);
      current?.close();
      current = source;
    } catch (error) {
      if (mine === round)
        message.textContent = t.troubles[which === file ? 'unreadable' : cameraTrouble(error)];
    }
  };
  const mark = (which: HTMLElement) => {
    for (const one of [drawn, camera]) one.setAttribute('aria-pressed', String(one === which));
    file.classList.toggle('on', which === file);
  };
  const unplugged = () => {
    void use(drawn, openPortraits).then(() => {
      message.textContent = t.troubles.unplugged;
    });
  };
  const drawn = button(t.drawn, () => void use(drawn, openPortraits));
  const camera = button(t.camera, () => {
    void use(camera, () => openCamera({ facingMode: 'user' }, unplugged), t.asking);
  });
  const file = fileButton(t.file, 'image/*,video/*', (picked) => {
    void use(file, () => (picked.type.startsWith('video/') ? openVideo(picked) : openPicture(picked)));
  });
  lifetime.onEnd(() => current?.close());
  queueMicrotask(() => void use(drawn, openPortraits)); // when the caller has all its parts
  return h('div', { class: 'source-row' }, h('div', { class: 'row' }, camera, drawn, file), message);
}

function openPortraits(): Source {
  return openDrawing(drawPortraits);
}
