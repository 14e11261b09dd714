import { describeAdapter, requestDevice, UnsupportedError } from 'webgpu-conv';
import { Signal } from './lifetime.ts';

/** The GPU as the page has it right now. */
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

/** Keeps one device for the page, and gets another whenever it is lost. */
export class GpuHost {
  readonly state = new Signal<GpuState>({ kind: 'starting' });
  /** How often a lost device was replaced. */
  readonly recoveries = new Signal(0);

  constructor() {
    void this.#start();
  }

  /** The device, once it is known whether there is one. */
  async device(): Promise<GPUDevice | undefined> {
    while (this.state.value.kind === 'starting') await new Promise((resolve) => setTimeout(resolve, 10));
    return this.state.value.kind === 'ready' ? this.state.value.device : undefined;
  }

  /** Whether there is a device now. */
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
