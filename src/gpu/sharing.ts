import { InvalidArgumentError } from '../errors.ts';
import type { StepsPlan } from './prepared.ts';
import type { GpuTensor } from './tensor.ts';

/** What the steps of a plan do with a tensor that is not the plan's own. */
export interface TensorUse {
  /** Whose tensor it is: the caller's, or one uploaded once. */
  readonly from: 'caller' | 'weight';
  readonly name: string;
  readonly isRead: boolean;
  readonly isWritten: boolean;
}

/** A use with the tensor of this run. */
export interface UsedTensor extends TensorUse {
  readonly tensor: GpuTensor;
}

/** The uses of every tensor that a plan binds, each once. */
export function tensorUses({ prepare, steps }: StepsPlan): TensorUse[] {
  const uses = new Map<string, TensorUse>();
  for (const { access, from, buffer: name } of [...prepare, ...steps].flatMap(({ bindings }) => bindings)) {
    if (from !== 'caller' && from !== 'weight') continue;
    const key = `${from} ${name}`;
    const use = uses.get(key) ?? { from, name, isRead: false, isWritten: false };
    uses.set(key, access === 'write' ? { ...use, isWritten: true } : { ...use, isRead: true });
  }
  return [...uses.values()];
}

/**
 * WebGPU refuses to read and write one buffer in one dispatch, even at different offsets. Tensors that are only written
 * may lie side by side.
 * @throws InvalidArgumentError that names `used`, if it may not share a buffer with `other` as it does.
 */
export function checkApart(used: UsedTensor, other: UsedTensor): void {
  if (used.tensor.buffer !== other.tensor.buffer || !(used.isWritten || other.isWritten)) return;
  const isAnyRead = used.isRead || other.isRead;
  if (!isAnyRead && !overlap(used.tensor, other.tensor)) return;
  const what = isAnyRead ? 'buffer' : 'memory';
  const got = `the ${what} of ${other.name}, which is ${other.isWritten ? 'written' : 'read'}`;
  throw new InvalidArgumentError(used.name, got, isAnyRead ? 'a buffer of its own' : 'memory of its own');
}

function overlap(a: GpuTensor, b: GpuTensor): boolean {
  return a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes;
}
