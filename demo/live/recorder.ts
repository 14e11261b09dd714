import type { Context } from '../app/context.ts';
import { button } from '../ui/controls.ts';
import type { Engine } from './engine.ts';

const FRAMES_PER_SECOND = 30;

/** A button that records the result as WebM while it is on. */
export function recorder(
  { text, lifetime }: Context,
  engine: () => Engine | undefined,
  onDone: (video: Blob, name: string) => void,
): HTMLButtonElement {
  const t = text.live.tools;
  let running: MediaRecorder | undefined;
  const made = button(t.record, () => {
    if (running) {
      running.stop();
      return;
    }
    const canvas = engine()?.canvas;
    if (!canvas) return;
    const parts: Blob[] = [];
    const recording = new MediaRecorder(canvas.captureStream(FRAMES_PER_SECOND));
    recording.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recording.addEventListener('stop', () => {
      running = undefined;
      made.textContent = t.record;
      made.removeAttribute('aria-pressed');
      for (const track of recording.stream.getTracks()) track.stop();
      if (!lifetime.isOver) onDone(new Blob(parts, { type: recording.mimeType }), 'webgpu-conv.webm');
    });
    running = recording;
    recording.start();
    made.textContent = t.stopRecording;
    made.setAttribute('aria-pressed', 'true');
  });
  lifetime.onEnd(() => running?.stop());
  made.hidden = typeof MediaRecorder === 'undefined';
  return made;
}
