import type { Lifetime } from '../app/lifetime.ts';

export type SourceKind = 'camera' | 'video' | 'picture' | BuiltIn;

/** What comes with the page: a moving scene, a still of it, and a clip that is a real video file. */
export type BuiltIn = 'scene' | 'still' | 'clip';

/** One frame as it goes to the filter. */
export interface Frame {
  readonly image: HTMLVideoElement | HTMLCanvasElement;
  /** When it was captured or drawn, on the clock of `performance.now()`. */
  readonly capturedMs: number;
  /** Frames that the source made since the last one that was shown. */
  readonly missed: number;
}

/** Where pictures come from. */
export interface Source {
  readonly kind: SourceKind;
  /** Name of the device or the file. */
  readonly label: string;
  /** Shown as the original. */
  readonly element: HTMLVideoElement | HTMLCanvasElement;
  /** Calls `onFrame` for each frame, first of all for the one there is. */
  watchFrames(lifetime: Lifetime, onFrame: (frame: Frame) => void): void;
  /** Releases camera, file and memory. */
  close(): void;
}

/** Width and height of what a source shows now. */
export function sizeOf(element: HTMLVideoElement | HTMLCanvasElement): { width: number; height: number } {
  if (element instanceof HTMLCanvasElement) return { width: element.width, height: element.height };
  return { width: element.videoWidth, height: element.videoHeight };
}
