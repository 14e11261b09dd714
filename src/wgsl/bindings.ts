/**
 * Who owns the buffer of a binding. `caller`: a tensor of this run. `owned`: the plan. `weight`: uploaded once.
 * `nothing` fills a binding that the shader declares and this plan does not use.
 */
export type BufferOwner = 'caller' | 'owned' | 'weight' | 'nothing';

/** A buffer by its owner and the owner's name for it. Equal names of different owners are different buffers. */
export interface BufferRef {
  readonly from: BufferOwner;
  readonly buffer: string;
}

/**
 * How a shader uses a binding: it reads or writes a storage buffer, samples a texture (the texture copy of an owned
 * buffer), uses the nearest-texel sampler, or loads from an imported video frame.
 */
export type BindingAccess = 'read' | 'write' | 'texture' | 'sampler' | 'external-texture';

/** One `@binding` of a shader and the buffer that a plan binds there. The index in the list is the binding number. */
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

/** The caller's buffer if `isGiven`, otherwise nothing. */
export const optional = (buffer: string, isGiven = false): BufferRef => (isGiven ? caller(buffer) : NOTHING);

/** Binds `of` at the WGSL variable `name` for reading. Default: the caller's buffer of that name. */
export const read = (name: string, of: BufferRef = caller(name)): StepBinding => bind(name, 'read', of);
/** Binds `of` at the WGSL variable `name` for writing. Default: the caller's buffer of that name. */
export const write = (name: string, of: BufferRef = caller(name)): StepBinding => bind(name, 'write', of);
/** Binds the texture copy of `of` at the WGSL variable `name`. */
export const sample = (name: string, of: BufferRef): StepBinding => bind(name, 'texture', of);
/** A sampler that returns the nearest texel. */
export const NEAREST: StepBinding = { name: 'nearest', access: 'sampler', ...NOTHING };

function bind(name: string, access: BindingAccess, { from, buffer }: BufferRef): StepBinding {
  return { name, access, from, buffer };
}
