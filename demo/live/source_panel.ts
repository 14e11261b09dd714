import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { button, section } from '../ui/controls.ts';

/** Buttons for the sources, the camera's picker, and one sentence on how things stand. */
export function sourcePanel(
  { text, sources, lifetime }: Context,
  onPick: (source: 'camera' | 'scene') => void,
): HTMLElement {
  const t = text.live.source;
  const camera = button(t.camera, () => {
    onPick('camera');
    void sources.useCamera();
  });
  const scene = button(t.scene, () => {
    onPick('scene');
    sources.useScene();
  });
  const file = h('input', { type: 'file', accept: 'image/*,video/*', class: 'visually-hidden' });
  file.addEventListener('change', () => {
    const [picked] = file.files ?? [];
    if (picked) void sources.useFile(picked);
    file.value = '';
  });
  const fileButton = h('label', { class: 'button file-button' }, t.file, file);
  const stop = button(t.stop, () => (sources.current.value ? sources.stop() : sources.start()));
  const status = h('p', { class: 'caption', role: 'status', 'data-source-status': true });
  const cameras = h('div', { class: 'camera-choice' });

  sources.current.watch(lifetime, (source) => {
    camera.setAttribute('aria-pressed', String(source?.kind === 'camera'));
    scene.setAttribute('aria-pressed', String(source?.kind === 'scene'));
    fileButton.classList.toggle('on', source?.kind === 'picture' || source?.kind === 'video');
    stop.textContent = source ? t.stop : t.start;
  });
  const describe = () => {
    const { value: source } = sources.current;
    const message = sources.message.value;
    status.textContent = message
      ? t.messages[message]
      : (source && t.playing[source.kind](source.label)) || '';
  };
  sources.message.watch(lifetime, describe);
  sources.current.watch(lifetime, describe);
  sources.cameras.watch(lifetime, (devices) => fill(cameras, cameraChoice(text, devices, sources)));
  return section(
    t.title,
    h('div', { class: 'row' }, camera, scene, fileButton, stop),
    cameras,
    status,
    h('p', { class: 'caption' }, t.drop),
  );
}

/** Which camera, by name or by the way it faces; nothing where there is no choice. */
function cameraChoice(
  text: Context['text'],
  devices: readonly MediaDeviceInfo[],
  sources: Context['sources'],
): HTMLElement | false {
  if (devices.length === 0) return false;
  const t = text.live.source;
  const select = h('select', { 'aria-label': t.device });
  const facing = ['user', 'environment'] as const;
  const current = sources.current.value?.label;
  for (const [index, { label }] of devices.entries()) {
    select.append(h('option', { selected: label === current }, label || `${t.camera} ${index + 1}`));
  }
  if (matchMedia('(pointer: coarse)').matches)
    for (const mode of facing) select.append(h('option', {}, t.facing[mode]));
  select.addEventListener('change', () => {
    const device = devices[select.selectedIndex];
    const facingMode = facing[select.selectedIndex - devices.length];
    void sources.useCamera(device ? { deviceId: device.deviceId } : { facingMode });
  });
  return select;
}

/** Takes files that are dropped anywhere on the page. */
export function takeDroppedFiles({ sources, lifetime }: Context): void {
  const { signal } = lifetime;
  const { classList } = document.body;
  addEventListener(
    'dragover',
    (event) => {
      event.preventDefault();
      classList.add('dropping');
    },
    { signal },
  );
  addEventListener('dragleave', () => classList.remove('dropping'), { signal });
  addEventListener(
    'drop',
    (event) => {
      event.preventDefault();
      classList.remove('dropping');
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void sources.useFile(file);
    },
    { signal },
  );
}
