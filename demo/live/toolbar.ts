import type { ImageFilterSpec } from 'webgpu-conv/image';
import type { Context } from '../app/context.ts';
import { h } from '../app/dom.ts';
import { saveFile } from '../app/files.ts';
import { button } from '../ui/controls.ts';
import { compareWithReference } from './compare.ts';
import type { Engine } from './engine.ts';
import { recorder } from './recorder.ts';
import { hasReference } from './reference.ts';

/** Compares the result with the CPU, and saves it: this frame as PNG, the following ones as WebM. */
export function toolbar(
  context: Context,
  engine: () => Engine | undefined,
  spec: () => ImageFilterSpec,
): HTMLElement {
  const t = context.text.live.tools;
  const snapshot = button(t.snapshot, async () => {
    const blob = await engine()?.snapshot();
    if (blob) saveFile(blob, 'webgpu-conv.png');
  });
  const verdict = h('p', { class: 'caption', role: 'status', 'data-comparison': true });
  const compare = button(t.compare, async () => {
    const { value: source } = context.sources.current;
    const { value: gpu } = context.gpu.state;
    if (!source || gpu.kind !== 'ready') return;
    if (!hasReference(spec())) {
      verdict.textContent = t.noReference;
      return;
    }
    verdict.textContent = t.comparing;
    await new Promise(requestAnimationFrame); // show the message before the reference blocks the page
    verdict.textContent = t.compared(String(await compareWithReference(gpu.device, source, spec())));
  });
  const tools = h('div', { class: 'row' }, compare, snapshot, recorder(context, engine, saveFile));
  return h('div', { class: 'tools' }, tools, verdict);
}
