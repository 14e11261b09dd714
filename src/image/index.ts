export { type ApplyOptions, createImageFilter, ImageFilter, type ImageFilterOptions } from './filter.ts';
export type { ImageFilterPlan } from './filters/passes.ts';
export {
  type Preset,
  type PresetName,
  type PresetParameter,
  type PresetStage,
  presets,
} from './filters/presets.ts';
export type {
  ImageFilterInput,
  ImageFilterSpec,
  Matrix,
  MatrixStage,
  MixStage,
  Stage,
} from './filters/spec.ts';
export type { Color, StageOptions } from './filters/stage_options.ts';
export type { ImportPath } from './import/import_paths.ts';
export type { ImageSource } from './import/source.ts';
export { FrameLoop, type FrameLoopOptions } from './live/frame_loop.ts';
export { type FilterFramesOptions, type FrameFilter, filterFrames } from './live/frames.ts';
export type { LiveOptions } from './live/live.ts';
export { type FilterTrackOptions, filterTrack, type TrackFilter } from './live/track.ts';
export { type FilterVideoOptions, filterVideo, type VideoFilter } from './live/video.ts';
export type { VideoStats } from './live/video_stats.ts';
export type { Size } from './picture.ts';
export type { ImageTarget } from './target/target.ts';
export { type FilterPixelsOptions, filterPixels, type Pixels } from './tiles/pixels.ts';
