import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer';
import { ensureChrome } from '../../.tools/chrome.mjs';

const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** On a machine without a GPU, compute, canvas and video import all work on SwiftShader with these. */
const softwareFlags = ['--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=swiftshader'];

const linuxGpuFlags = ['--enable-features=Vulkan', '--use-angle=vulkan'];

/** Whether the machine seems to have a GPU; `GPU_BACKEND=software` says that it is not to be used. */
export function wantsHardware(): boolean {
  if (process.env.GPU_BACKEND === 'software') return false;
  return process.platform !== 'linux' || ['/dev/nvidia0', '/dev/dri/renderD128'].some((f) => existsSync(f));
}

/**
 * Starts headless Chrome with WebGPU, on the GPU where {@link wantsHardware}, else on SwiftShader.
 * @param extraFlags such as those for a fake camera
 */
export async function launchChrome(extraFlags: string[] = [], hardware = wantsHardware()): Promise<Browser> {
  const isLinux = process.platform === 'linux';
  const gpuFlags = hardware ? (isLinux ? linuxGpuFlags : []) : softwareFlags;
  const sandboxFlags = isLinux && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({
    executablePath: await ensureChrome(),
    headless: true,
    protocolTimeout: 900_000,
    args: ['--enable-unsafe-webgpu', ...quietFlags, ...gpuFlags, ...sandboxFlags, ...extraFlags],
  });
}
