/** A WGSL module with the shared code it links; `import shader from '….wgsl'` gives one. */
export interface Shader {
  /** File name without its ending; no two shaders have the same. */
  readonly name: string;
  readonly code: string;
}
