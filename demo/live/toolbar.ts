import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { button } from '../ui/controls.ts';
import type { Engine } from './engine.ts';
import { recorder } from './recorder.ts';

/** Taking the result along: a PNG of this frame, a WebM of what follows. */
export function toolbar(context: Context, engine: () => Engine | undefined): HTMLElement {
  const t = context.text.live.tools;
  const snapshot = button(t.snapshot, async () => {
    const blob = await engine()?.snapshot();
    if (blob) download(blob, 'webgpu-conv.png');
  });
  return h('div', { class: 'row' }, snapshot, recorder(context, engine, download));
}

/** Offers a file to keep. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
