export { type ApplyOptions, createImageFilter, ImageFilter, type ImageFilterOptions } from './filter.ts';
export { type FilterFramesOptions, type FrameFilter, filterFrames } from './frames.ts';
export type { ImportPath } from './import_paths.ts';
export type { LiveOptions } from './live.ts';
export type { Size } from './picture.ts';
export { type FilterPixelsOptions, filterPixels, type Pixels } from './pixels.ts';
export type { ImageFilterPlan } from './plan.ts';
export { type Preset, type PresetName, type PresetParameter, type PresetStage, presets } from './presets.ts';
export type { ImageSource } from './source.ts';
export type {
  ImageFilterInput,
  ImageFilterSpec,
  Matrix,
  MatrixStage,
  MixStage,
  Stage,
} from './spec.ts';
export type { Color, StageOptions } from './stage_options.ts';
export type { ImageTarget } from './target.ts';
export { type FilterTrackOptions, filterTrack, type TrackFilter } from './track.ts';
export { type FilterVideoOptions, filterVideo, type VideoFilter } from './video.ts';
export type { VideoStats } from './video_stats.ts';
