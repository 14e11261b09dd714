import { Signal } from '../app/lifetime.ts';
import { openPicture, openScene, openStill } from './canvas_sources.ts';
import type { BuiltIn, Source } from './source.ts';
import {
  type CameraChoice,
  type CameraTrouble,
  cameraTrouble,
  openCamera,
  openClip,
  openVideo,
} from './video_sources.ts';

/** Key of the page's message about its source. Empty for none. */
export type SourceMessage = '' | 'asking' | 'unplugged' | 'unreadable' | 'stopped' | CameraTrouble;

/** Holds the source that all views share. */
export class SourceHost {
  readonly current = new Signal<Source | undefined>(undefined);
  readonly message = new Signal<SourceMessage>('');
  readonly cameras = new Signal<readonly MediaDeviceInfo[]>([]);
  #round = 0;
  #again: () => void = () => this.useScene();

  constructor() {
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#listCameras());
  }

  /** Shows the scene and asks for a camera. Without one, says why and keeps the scene. */
  async useCamera(choice: CameraChoice = {}): Promise<void> {
    const round = this.#begin(() => void this.useCamera(choice));
    if (this.current.value?.kind !== 'camera') this.#show(openScene(), 'asking');
    try {
      const source = await openCamera(choice, () => this.#unplugged(round));
      if (round === this.#round) this.#show(source, '');
      else source.close();
    } catch (error) {
      if (round === this.#round) this.#show(openScene(), cameraTrouble(error));
    }
    await this.#listCameras();
  }

  useScene(): void {
    this.#begin(() => this.useScene());
    this.#show(openScene(), '');
  }

  /** Shows a source that comes with the page. */
  async useBuiltIn(name: BuiltIn): Promise<void> {
    if (name === 'scene') this.useScene();
    else {
      const open = name === 'still' ? async () => openStill() : openClip;
      await this.#open(
        this.#begin(() => void this.useBuiltIn(name)),
        open,
      );
    }
  }

  /** Shows a picture or video file. If it can't be read, says so and keeps the current source. */
  async useFile(file: File): Promise<void> {
    const open = () => (file.type.startsWith('video/') ? openVideo(file) : openPicture(file));
    await this.#open(
      this.#begin(() => void this.useFile(file)),
      open,
    );
  }

  /** Releases the camera or file. {@link start} opens it again. */
  stop(): void {
    this.#round += 1;
    this.#show(undefined, 'stopped');
  }

  /** Opens the stopped source again. */
  start(): void {
    this.#again();
  }

  #begin(again: () => void): number {
    this.#again = again;
    this.#round += 1;
    return this.#round;
  }

  async #open(round: number, open: () => Promise<Source>): Promise<void> {
    try {
      const source = await open();
      if (round === this.#round) this.#show(source, '');
      else source.close();
    } catch {
      if (round !== this.#round) return;
      if (!this.current.value) this.useScene();
      this.message.value = 'unreadable';
    }
  }

  #show(source: Source | undefined, message: SourceMessage): void {
    const before = this.current.value;
    this.message.value = message;
    this.current.value = source;
    before?.close();
  }

  #unplugged(round: number): void {
    if (round === this.#round) this.#show(openScene(), 'unplugged');
  }

  async #listCameras(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.cameras.value = devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
  }
}
