import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findChrome } from '../../.tools/chrome.mjs';
import { DRIVER_ADVICE, type LaneInfo } from './lane-info.ts';

const probe = ['.tools/run.mjs', 'test/harness/dawn-probe.ts'];
const noAdapter = `Dawn found no Vulkan driver for the tests in Node, float16 among them; ${DRIVER_ADVICE}`;

/** Vitest global setup: finds a Vulkan driver that Dawn takes, each tried in a process of its own. */
export default async function setup(project: TestProject): Promise<void> {
  const { info, driverFiles } = await findDriver();
  console.log(`dawn lane: ${info.unavailable ?? info.adapter}${driverFiles && ` (${driverFiles})`}`);
  project.provide('lane', info);
  project.provide('vulkanDriverFiles', driverFiles);
}

/** The environment as it is (VK_DRIVER_FILES, or the system's drivers), else lavapipe, else Chrome's SwiftShader. */
export async function findDriver(): Promise<{ info: LaneInfo; driverFiles: string }> {
  const candidates = process.env.VK_DRIVER_FILES ? [''] : ['', ...lavapipe(), ...(await swiftShader())];
  for (const driverFiles of candidates) {
    const env = driverFiles ? { ...process.env, VK_DRIVER_FILES: driverFiles } : process.env;
    const { stdout } = spawnSync(process.execPath, probe, { env, encoding: 'utf8', timeout: 60_000 });
    const adapter = parse(stdout);
    if (adapter) return { driverFiles, info: { name: 'dawn', ...adapter } };
  }
  return {
    driverFiles: '',
    info: { name: 'dawn', unavailable: noAdapter, adapter: '', features: [], limits: {} },
  };
}

/** A probe that crashed printed nothing, or half a line. */
function parse(json: string): Omit<LaneInfo, 'name'> | null {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function lavapipe(): string[] {
  const folder = '/usr/share/vulkan/icd.d';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^lvp_icd.*\.json$/.test(name))
    .map((name) => path.join(folder, name));
}

async function swiftShader(): Promise<string[]> {
  const chrome = await findChrome();
  const folders = chrome ? [path.dirname(realpathSync(chrome)), '/usr/lib/chromium'] : [];
  return folders.map((folder) => path.join(folder, 'vk_swiftshader_icd.json')).filter((f) => existsSync(f));
}
