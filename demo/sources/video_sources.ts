import { h } from '../app/dom.ts';
import type { Lifetime } from '../app/lifetime.ts';
import type { Frame, Source } from './source.ts';

/** Camera to ask for. */
export interface CameraChoice {
  readonly deviceId?: string;
  readonly facingMode?: 'user' | 'environment';
}

/** Reason why a camera cannot be used. */
export type CameraTrouble = 'denied' | 'absent' | 'busy' | 'insecure' | 'failed';

/** A camera at 640×480 or near it. @throws DOMException as getUserMedia does */
export async function openCamera(choice: CameraChoice, onUnplugged: () => void): Promise<Source> {
  if (!navigator.mediaDevices) throw new DOMException('no mediaDevices', 'SecurityError');
  const { deviceId, facingMode } = choice;
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      width: { ideal: 640 },
      height: { ideal: 480 },
      ...(deviceId && { deviceId: { exact: deviceId } }),
      ...(facingMode && { facingMode: { ideal: facingMode } }),
    },
  });
  const [track] = stream.getVideoTracks();
  track.addEventListener('ended', onUnplugged);
  const video = makeVideo();
  video.srcObject = stream;
  await video.play();
  return {
    kind: 'camera',
    label: track.label,
    element: video,
    watchFrames: (lifetime, onFrame) => watchVideo(video, lifetime, onFrame),
    close() {
      for (const one of stream.getTracks()) one.stop();
      video.srcObject = null;
    },
  };
}

/** The reason in an error of getUserMedia. */
export function cameraTrouble(error: unknown): CameraTrouble {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
      return 'insecure';
    default:
      return 'failed';
  }
}

/** A video file, played in a loop without sound. */
export async function openVideo(file: File): Promise<Source> {
  const url = URL.createObjectURL(file);
  return playLoop('video', file.name, url, () => URL.revokeObjectURL(url));
}

/** The built-in clip: the scene as a video file, imported as videos are. */
export function openClip(): Promise<Source> {
  return playLoop('clip', '', new URL('./clip.webm', import.meta.url).href);
}

async function playLoop(
  kind: Source['kind'],
  label: string,
  url: string,
  onClose = () => {},
): Promise<Source> {
  const video = makeVideo();
  video.loop = true;
  video.src = url;
  const close = () => {
    video.removeAttribute('src');
    video.load();
    onClose();
  };
  try {
    await video.play();
  } catch (error) {
    close();
    throw error;
  }
  return {
    kind,
    label,
    element: video,
    watchFrames: (lifetime, onFrame) => watchVideo(video, lifetime, onFrame),
    close,
  };
}

function makeVideo(): HTMLVideoElement {
  const video = h('video', { playsinline: true });
  video.muted = true;
  return video;
}

function watchVideo(video: HTMLVideoElement, lifetime: Lifetime, onFrame: (frame: Frame) => void): void {
  let presented = 0;
  const tick: VideoFrameRequestCallback = (_, metadata) => {
    if (lifetime.isOver) return;
    request = video.requestVideoFrameCallback(tick);
    const missed = presented > 0 ? metadata.presentedFrames - presented - 1 : 0;
    presented = metadata.presentedFrames;
    const capturedMs = metadata.captureTime ?? metadata.presentationTime;
    onFrame({ image: video, capturedMs, missed: Math.max(0, missed) });
  };
  let request = video.requestVideoFrameCallback(tick);
  lifetime.onEnd(() => video.cancelVideoFrameCallback(request));
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
    onFrame({ image: video, capturedMs: performance.now(), missed: 0 });
  }
}
