import { describeAdapter, requestDevice, UnsupportedError } from 'webgpu-conv';
import { Signal } from './lifetime.ts';

/** Current state of the page's GPU. */
export type GpuState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'ready';
      readonly device: GPUDevice;
      readonly adapter: string;
      readonly isSoftware: boolean;
    };

const RETRY_DELAYS_MS = [0, 100, 400, 1500];

/** Keeps one device for the page. Requests another when it is lost. */
export class GpuHost {
  readonly state = new Signal<GpuState>({ kind: 'starting' });
  /** Number of lost devices that were replaced. */
  readonly recoveries = new Signal(0);

  constructor() {
    void this.#start();
  }

  /** Waits until the device is ready. Undefined if there is none. */
  async device(): Promise<GPUDevice | undefined> {
    while (this.state.value.kind === 'starting') await new Promise((resolve) => setTimeout(resolve, 10));
    return this.state.value.kind === 'ready' ? this.state.value.device : undefined;
  }

  /** Returns whether a device was found. */
  async #start(): Promise<boolean> {
    let reason = '';
    for (const delayMs of RETRY_DELAYS_MS) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      try {
        await this.#request();
        return true;
      } catch (error) {
        reason = String((error as Error).message ?? error);
        if (error instanceof UnsupportedError && !navigator.gpu) break;
      }
    }
    this.state.value = { kind: 'none', reason };
    return false;
  }

  async #request(): Promise<void> {
    let isSoftware = false;
    const device = await requestDevice({
      label: 'demo',
      onSoftwareAdapter: () => {
        isSoftware = true;
      },
    });
    this.state.value = { kind: 'ready', device, adapter: describeAdapter(device.adapterInfo), isSoftware };
    void device.lost.then(async () => {
      this.state.value = { kind: 'starting' };
      if (await this.#start()) this.recoveries.value += 1;
    });
  }
}
