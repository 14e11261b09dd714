/**
 * Whose buffer a binding names: one that the caller brings to each run, one of the plan's own, or a weight that was
 * uploaded once. `nothing` fills a binding that the shader declares and this plan leaves unread.
 */
export type BufferOwner = 'caller' | 'owned' | 'weight' | 'nothing';

/** A buffer by its owner and its owner's name for it: equal names of different owners are different buffers. */
export interface BufferRef {
  readonly from: BufferOwner;
  readonly buffer: string;
}

/**
 * How a shader uses a binding: a storage buffer read or written, a texture (the texture copy of a buffer that has one),
 * the sampler of nearest texels, or an imported video frame.
 */
export type BindingAccess = 'read' | 'write' | 'texture' | 'sampler' | 'external-texture';

/** One `@binding` of a shader and what a plan binds there. Its number is its place in the list. */
export interface StepBinding extends BufferRef {
  /** The WGSL variable. */
  readonly name: string;
  readonly access: BindingAccess;
  /** Sub-range to bind. Default: the whole buffer. */
  readonly range?: { readonly offsetBytes: number; readonly sizeBytes: number };
}

export const caller = (buffer: string): BufferRef => ({ from: 'caller', buffer });
export const owned = (buffer: string): BufferRef => ({ from: 'owned', buffer });
export const weight = (buffer: string): BufferRef => ({ from: 'weight', buffer });
export const NOTHING: BufferRef = { from: 'nothing', buffer: '' };

/** The caller's buffer of this name if there is one, else nothing. */
export const optional = (buffer: string, isGiven = false): BufferRef => (isGiven ? caller(buffer) : NOTHING);

/** The variable `name` reads `of`. Default: the caller's buffer of that name. */
export const read = (name: string, of: BufferRef = caller(name)): StepBinding => bind(name, 'read', of);
/** The variable `name` writes `of`. Default: the caller's buffer of that name. */
export const write = (name: string, of: BufferRef = caller(name)): StepBinding => bind(name, 'write', of);
/** The variable `name` samples `of`. */
export const sample = (name: string, of: BufferRef): StepBinding => bind(name, 'texture', of);
/** The sampler of nearest texels. */
export const NEAREST: StepBinding = { name: 'nearest', access: 'sampler', ...NOTHING };

function bind(name: string, access: BindingAccess, { from, buffer }: BufferRef): StepBinding {
  return { name, access, from, buffer };
}
