import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { requestDevice } from '../index.ts';
import { SetupError } from './failures.ts';

/** What is used of sharp, https://sharp.pixelplumbing.com. */
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

/** @throws SetupError in words where the package is missing or broken */
export async function loadSharp(): Promise<Sharp> {
  const { default: sharp } = await loadPeer<{ default: Sharp }>('sharp', 'reads and writes pictures');
  return sharp;
}

/** A GPU device. `close` lets Node end: Dawn keeps it running as long as it lives. */
export async function openDevice(
  onNote: (text: string) => void,
): Promise<{ device: GPUDevice; close(): void }> {
  const { create } = await loadPeer<{ create(flags: string[]): GPU }>('webgpu', 'reaches the graphics card');
  let gpu: GPU | undefined = create([]);
  try {
    const device = await requestDevice({ gpu, onSoftwareAdapter: onNote });
    return {
      device,
      close: () => {
        device.destroy();
        gpu = undefined;
      },
    };
  } catch {
    gpu = undefined;
    throw new SetupError(
      "no graphics adapter was found: install the graphics card's driver (on Linux, the one for Vulkan). " +
        "Without a graphics card, Mesa's lavapipe (Debian's mesa-vulkan-drivers) computes on the processor",
    );
  }
}

/** Imports a package that users install beside this one, or in the folder where they are. */
async function loadPeer<T>(name: string, purpose: string): Promise<T> {
  const places = [import.meta.url, path.join(process.cwd(), 'package.json')];
  for (const place of places) {
    const file = resolveFrom(place, name);
    if (!file) continue;
    try {
      return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T;
    } catch (error) {
      throw new SetupError(
        `the package ${name} is there (${file}) but does not start: ${(error as Error).message}`,
      );
    }
  }
  throw new SetupError(
    `the package ${name}, which ${purpose}, is not installed: npm install sharp webgpu\n` +
      'or, without installing: npx -p webgpu-conv -p sharp -p webgpu webgpu-conv ...',
  );
}

function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}
