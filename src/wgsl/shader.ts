/** A WGSL module with the shared modules it links. `import shader from '….wgsl'` returns one. */
export interface Shader {
  /** File name without `.wgsl`; unique. */
  readonly name: string;
  readonly code: string;
}
