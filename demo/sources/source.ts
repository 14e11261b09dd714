import type { Size } from 'webgpu-conv/image';
import type { Lifetime } from '../app/lifetime.ts';

export type SourceKind = 'camera' | 'video' | 'picture' | BuiltIn;

/** Sources that come with the page: a moving scene, a still of it, and a clip, which is a video file. */
export type BuiltIn = 'scene' | 'still' | 'clip';

/** One frame of a source. */
export interface Frame {
  readonly image: HTMLVideoElement | HTMLCanvasElement;
  /** Time of capture or drawing, on the clock of `performance.now()`. */
  readonly capturedMs: number;
  /** Number of frames skipped since the one before. */
  readonly missed: number;
}

/** A source of frames. */
export interface Source {
  readonly kind: SourceKind;
  /** Name of the device or the file. */
  readonly label: string;
  /** Shows the original. */
  readonly element: HTMLVideoElement | HTMLCanvasElement;
  /** Calls `onFrame` for the current frame, then for each new one. */
  watchFrames(lifetime: Lifetime, onFrame: (frame: Frame) => void): void;
  /** Releases camera, file and memory. */
  close(): void;
}

/** Width and height of a source's current frame. */
export function sizeOf(element: HTMLVideoElement | HTMLCanvasElement): Size {
  if (element instanceof HTMLCanvasElement) return { width: element.width, height: element.height };
  return { width: element.videoWidth, height: element.videoHeight };
}
