// Insertable streams, https://w3c.github.io/mediacapture-transform/, are not in TypeScript's library yet.
interface Classes {
  readonly MediaStreamTrackProcessor?: new (init: {
    track: MediaStreamTrack;
    maxBufferSize: number;
  }) => { readonly readable: ReadableStream<VideoFrame> };
  /** The standard's class. Most browsers have it in workers only, or not yet. */
  readonly VideoTrackGenerator?: new () => {
    readonly writable: WritableStream<VideoFrame>;
    readonly track: MediaStreamTrack;
  };
  /** Chrome's class. */
  readonly MediaStreamTrackGenerator?: new (init: {
    kind: 'video';
  }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

/** The frames of a track, and a new track with the frames written to `writable`. */
export interface InsertableStreams {
  readonly readable: ReadableStream<VideoFrame>;
  readonly writable: WritableStream<VideoFrame>;
  readonly track: MediaStreamTrack;
}

const classes = () => globalThis as unknown as Classes;

/** Whether this browser can read the frames of tracks and make tracks of frames. */
export function hasInsertableStreams(): boolean {
  const { MediaStreamTrackProcessor, VideoTrackGenerator, MediaStreamTrackGenerator } = classes();
  return Boolean(MediaStreamTrackProcessor && (VideoTrackGenerator ?? MediaStreamTrackGenerator));
}

/** Opens the frames of `track` and a new track. Requires {@link hasInsertableStreams}. */
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
