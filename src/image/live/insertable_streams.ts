// Insertable streams, https://w3c.github.io/mediacapture-transform/, are not in TypeScript's library yet.
interface Classes {
  readonly MediaStreamTrackProcessor?: new (init: {
    track: MediaStreamTrack;
    maxBufferSize: number;
  }) => { readonly readable: ReadableStream<VideoFrame> };
  /** The standard's; most browsers have it in workers only, or not yet. */
  readonly VideoTrackGenerator?: new () => {
    readonly writable: WritableStream<VideoFrame>;
    readonly track: MediaStreamTrack;
  };
  /** Chrome's. */
  readonly MediaStreamTrackGenerator?: new (init: {
    kind: 'video';
  }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

/** A track's frames, and a track made of frames. */
export interface InsertableStreams {
  readonly readable: ReadableStream<VideoFrame>;
  readonly writable: WritableStream<VideoFrame>;
  readonly track: MediaStreamTrack;
}

const classes = () => globalThis as unknown as Classes;

/** Whether tracks can be taken apart and made here. */
export function hasInsertableStreams(): boolean {
  const { MediaStreamTrackProcessor, VideoTrackGenerator, MediaStreamTrackGenerator } = classes();
  return Boolean(MediaStreamTrackProcessor && (VideoTrackGenerator ?? MediaStreamTrackGenerator));
}

/** The frames of `track`, and a new track to write frames to; where {@link hasInsertableStreams}. */
export function insertableStreams(track: MediaStreamTrack): InsertableStreams {
  const { MediaStreamTrackProcessor, VideoTrackGenerator, MediaStreamTrackGenerator } = classes();
  const { readable } = new MediaStreamTrackProcessor!({ track, maxBufferSize: 1 });
  if (VideoTrackGenerator) {
    const { writable, track: made } = new VideoTrackGenerator();
    return { readable, writable, track: made };
  }
  const generator = new MediaStreamTrackGenerator!({ kind: 'video' });
  return { readable, writable: generator.writable, track: generator };
}
