import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { requestDevice, UnsupportedError } from '../index.ts';
import { reasonOf, SetupError } from './failures.ts';

/** The part of sharp (https://sharp.pixelplumbing.com) that is used here. */
export interface SharpImage {
  metadata(): Promise<{ hasAlpha?: boolean }>;
  autoOrient(): SharpImage;
  toColourspace(name: 'srgb'): SharpImage;
  ensureAlpha(): SharpImage;
  removeAlpha(): SharpImage;
  flatten(options: { background: string }): SharpImage;
  raw(options?: { depth: 'uchar' }): SharpImage;
  jpeg(options: { quality: number; chromaSubsampling: '4:4:4' }): SharpImage;
  png(): SharpImage;
  webp(options: { quality: number }): SharpImage;
  toBuffer(): Promise<Buffer>;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    data: Buffer;
    info: { width: number; height: number };
  }>;
}

export type Sharp = (
  input: string | Uint8Array | Uint8ClampedArray,
  options?: {
    limitInputPixels?: false;
    raw?: { width: number; height: number; channels: 4 };
  },
) => SharpImage;

/** @throws SetupError if the package is missing or does not start. */
export async function loadSharp(): Promise<Sharp> {
  const { default: sharp } = await loadPeer<{ default: Sharp }>('sharp', 'reads and writes pictures');
  return sharp;
}

const NO_ADAPTER =
  "no graphics adapter was found: install the graphics card's driver (on Linux, the one for Vulkan). " +
  "Without a graphics card, Mesa's lavapipe (Debian's mesa-vulkan-drivers) computes on the processor";

/**
 * Opens a GPU device. Node ends only after `close`, since Dawn's objects keep it running.
 * @throws SetupError if `webgpu` is missing or does not start, or if there is no adapter or no device.
 */
export async function openDevice(
  onNote: (text: string) => void,
): Promise<{ device: GPUDevice; close(): void }> {
  const { create } = await loadPeer<{ create(flags: string[]): GPU }>('webgpu', 'reaches the graphics card');
  let gpu: GPU | undefined;
  try {
    gpu = create([]);
    const device = await requestDevice({ gpu, onSoftwareAdapter: onNote });
    return {
      device,
      close: () => {
        device.destroy();
        gpu = undefined;
      },
    };
  } catch (cause) {
    gpu = undefined;
    const isAbsent = cause instanceof UnsupportedError;
    throw new SetupError(isAbsent ? NO_ADAPTER : `no graphics device: ${reasonOf(cause)}`, { cause });
  }
}

/** Imports a package that is installed beside this one or in the current folder. @throws SetupError. */
async function loadPeer<T>(name: string, purpose: string): Promise<T> {
  const places = [import.meta.url, path.join(process.cwd(), 'package.json')];
  for (const place of places) {
    const file = resolveFrom(place, name);
    if (!file) continue;
    try {
      return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T;
    } catch (cause) {
      throw brokenPeer(name, file, cause);
    }
  }
  throw new SetupError(
    `the package ${name}, which ${purpose}, is not installed: npm install sharp webgpu\n` +
      'or, without installing: npx -p webgpu-conv -p sharp -p webgpu webgpu-conv ...',
  );
}

/** The file of a package as seen from `place`; undefined if it is not installed there. */
function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw brokenPeer(name, path.dirname(place), cause);
  }
}

function brokenPeer(name: string, file: string, cause: unknown): SetupError {
  const message = `the package ${name} is there (${file}) but does not start: ${reasonOf(cause)}`;
  return new SetupError(message, { cause });
}
