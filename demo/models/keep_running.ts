import { DeviceLostError, LimitExceededError, OutOfMemoryError } from 'webgpu-conv';
import type { Context } from '../app/context.ts';
import { whileInView } from '../ui/in_view.ts';
import { awaitPublished } from './missing.ts';
import type { FrameNetwork, NetworkRunner } from './network_runner.ts';

/** How a network is made and shown. */
export interface NetworkOptions<R, F, N extends FrameNetwork<R>> {
  readonly runner: NetworkRunner<R>;
  /** The network runs while this is in view. */
  readonly stage: HTMLElement;
  readonly status: HTMLElement;
  fetchFiles(): Promise<F>;
  create(device: GPUDevice, files: F): Promise<N>;
  /** Called before the first frame, with the time that `create` took. */
  onReady(network: N, milliseconds: number): void;
}

/**
 * Makes a network when its stage first comes into view, and again for each device that replaces a lost one. Runs it while
 * the stage is in view.
 * @returns a function that makes the network again, for changed settings
 */
export function keepRunning<R, F, N extends FrameNetwork<R>>(
  context: Context,
  { runner, stage, status, fetchFiles, create, onReady }: NetworkOptions<R, F, N>,
): () => void {
  const { text, gpu, lifetime } = context;
  let round = 0;
  const setUp = async () => {
    round += 1;
    const mine = round;
    const device = await gpu.device();
    if (!device) {
      status.textContent = text.models.needsGpu;
      return;
    }
    const files = await awaitPublished(context, status, fetchFiles);
    if (!files || mine !== round) return;
    const start = performance.now();
    try {
      const network = await create(device, files);
      if (mine !== round || lifetime.isOver) network.destroy();
      else {
        onReady(network, performance.now() - start);
        runner.use(network);
      }
    } catch (error) {
      if (error instanceof DeviceLostError) return; // gpu.recoveries reports the next device
      if (!(error instanceof LimitExceededError || error instanceof OutOfMemoryError)) throw error;
      if (mine === round) status.textContent = text.models.tooLarge;
    }
  };
  lifetime.onEnd(() => runner.end());
  whileInView(stage, lifetime, (isInView) => {
    runner.setPaused(!isInView);
    if (isInView && round === 0) void setUp();
  });
  gpu.recoveries.watch(lifetime, (count) => {
    if (count > 0 && round > 0) void setUp(); // the weights went with the device
  });
  return () => {
    if (round > 0) void setUp(); // otherwise the network is made when its stage comes into view
  };
}
