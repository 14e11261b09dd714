import { PATIENCE_MS } from '../../harness/patience.ts';
import type { Pixels } from './image.ts';

/** A video track that shows a picture, painted again and again; and another one, of any size, when told. */
export function trackOf(pixels: Pixels) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  let image: ImageData;
  const paint = () => context.putImageData(image, 0, 0);
  const show = ({ width, height, data }: Pixels) => {
    Object.assign(canvas, { width, height });
    image = new ImageData(Uint8ClampedArray.from(data), width, height);
    paint();
  };
  show(pixels);
  const timer = setInterval(paint, 33);
  const [track] = canvas.captureStream(30).getVideoTracks();
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop, show };
}

export async function playing(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, srcObject: new MediaStream([track]) });
  await video.play();
  return video;
}

export async function until(isDone: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!isDone()) {
    if (performance.now() > endMs) throw new Error(`no ${what} in ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function pixelsOf(source: CanvasImageSource, width: number, height: number): Pixels {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(source, 0, 0);
  return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
}
