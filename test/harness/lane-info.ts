/** What a lane (a place where WebGPU runs) says of itself before the tests start. Plain data. */
export interface LaneInfo {
  name: 'chrome' | 'dawn';
  /** Why nothing can run here; absent where an adapter was found. */
  unavailable?: string;
  /** Adapter in words, such as `google swiftshader`. */
  adapter: string;
  features: string[];
  limits: Record<string, number>;
}

/** How a machine comes to a driver for WebGPU in Node. */
export const DRIVER_ADVICE =
  'npm test installs lavapipe as root on Debian and Ubuntu; elsewhere install Mesa 23 or newer, or set VK_DRIVER_FILES';

/** Asks WebGPU for its adapter. Self-contained: puppeteer sends this function's source to a page. */
export async function probeAdapter(
  gpu?: GPU,
): Promise<Pick<LaneInfo, 'adapter' | 'features' | 'limits'> | null> {
  const adapter = await (gpu ?? navigator.gpu)?.requestAdapter();
  if (!adapter) return null;
  const { vendor, architecture, device, description } = adapter.info;
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value: unknown = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return {
    adapter: [vendor, architecture, device, description].filter(Boolean).join(' '),
    features: [...adapter.features].sort(),
    limits,
  };
}

declare module 'vitest' {
  export interface ProvidedContext {
    lane: LaneInfo;
    /** Where puppeteer finds the browsers, one for each file that runs at a time. */
    browserEndpoints: string[];
    /** The dev server that serves the repository. */
    serverUrl: string;
    /** Value for VK_DRIVER_FILES; empty: leave the environment as it is. */
    vulkanDriverFiles: string;
  }
}
