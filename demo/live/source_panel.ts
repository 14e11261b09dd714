import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import type { CameraChoice } from '../sources/video_sources.ts';
import { button, section } from '../ui/controls.ts';
import type { LiveState } from './state.ts';

const FACING_MODES = ['user', 'environment'] as const;

/** Camera request for a facing direction. */
export function facingOf(facing: LiveState['facing']): CameraChoice {
  return facing === 'any' ? {} : { facingMode: facing };
}

/** Buttons for the sources, the camera's picker, and a status sentence. */
export function sourcePanel(
  { text, sources, lifetime }: Context,
  state: () => LiveState,
  onPick: (next: Partial<LiveState>) => void,
): HTMLElement {
  const t = text.live.source;
  const camera = button(t.camera, () => {
    onPick({ source: 'camera' });
    void sources.useCamera(facingOf(state().facing));
  });
  const builtIns = (['scene', 'still', 'clip'] as const).map((name) => {
    const made = button(t.builtIn[name], () => {
      onPick({ source: name });
      void sources.useBuiltIn(name);
    });
    return { name, made };
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
    for (const { name, made } of builtIns) made.setAttribute('aria-pressed', String(source?.kind === name));
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
  sources.cameras.watch(lifetime, (devices) =>
    fill(cameras, cameraChoice(text, devices, sources, state, onPick)),
  );
  return section(
    t.title,
    h('div', { class: 'row' }, camera, ...builtIns.map(({ made }) => made), fileButton, stop),
    cameras,
    status,
    h('p', { class: 'caption' }, t.drop),
  );
}

/** A picker of cameras by name or facing direction; nothing if there is no choice. */
function cameraChoice(
  text: Context['text'],
  devices: readonly MediaDeviceInfo[],
  sources: Context['sources'],
  state: () => LiveState,
  onPick: (next: Partial<LiveState>) => void,
): HTMLElement | false {
  if (devices.length === 0) return false;
  const t = text.live.source;
  const select = h('select', { 'aria-label': t.device });
  const current = sources.current.value?.label;
  for (const [index, { label }] of devices.entries()) {
    select.append(h('option', { selected: label === current }, label || `${t.camera} ${index + 1}`));
  }
  if (matchMedia('(pointer: coarse)').matches)
    for (const mode of FACING_MODES)
      select.append(h('option', { selected: mode === state().facing }, t.facing[mode]));
  select.addEventListener('change', () => {
    const device = devices[select.selectedIndex];
    const facing = FACING_MODES[select.selectedIndex - devices.length] ?? 'any';
    onPick({ source: 'camera', facing });
    void sources.useCamera(device ? { deviceId: device.deviceId } : facingOf(facing));
  });
  return select;
}

/** Accepts files dropped anywhere on the page. */
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
