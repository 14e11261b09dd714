import { InvalidArgumentError } from '../errors.ts';

/** Bytes of a file, as `fetch` or `fs` give them. */
export type Bytes = ArrayBuffer | Uint8Array;

/** UTF-8 bytes as text. @throws InvalidArgumentError if they are not UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidArgumentError(path, bytes, 'UTF-8 text');
  }
}

/** The caller's bytes as a view. @throws InvalidArgumentError naming the argument. */
export function bytesOf(argument: string, bytes: Bytes): Uint8Array {
  // slice() of a Node Buffer does not copy, so the view is made from its buffer
  if (bytes instanceof Uint8Array) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  throw new InvalidArgumentError(argument, bytes, 'an ArrayBuffer or Uint8Array');
}
