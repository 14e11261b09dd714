import { DeviceLostError, LimitExceededError, OutOfMemoryError } from 'webgpu-conv';
import type { Context } from '../app/context.ts';
import { whileInView } from '../ui/in_view.ts';
import type { FrameLoop, FrameWork } from './frame_loop.ts';
import { awaitPublished } from './missing.ts';

/** A network that frames go through. */
export interface WorkOptions<R, F, W extends FrameWork<R>> {
  readonly loop: FrameLoop<R>;
  /** What must be in view for frames to go. */
  readonly stage: HTMLElement;
  readonly status: HTMLElement;
  fetchFiles(): Promise<F>;
  create(device: GPUDevice, files: F): Promise<W>;
  /** Called before the first frame, with the time that `create` took. */
  onReady(work: W, milliseconds: number): void;
}

/**
 * Makes a network when its stage first comes into view, and anew for each device that replaces a lost one; frames go through
 * it while the stage is in view.
 * @returns makes it anew, for other choices
 */
export function keepAtWork<R, F, W extends FrameWork<R>>(
  context: Context,
  { loop, stage, status, fetchFiles, create, onReady }: WorkOptions<R, F, W>,
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
      const work = await create(device, files);
      if (mine !== round || lifetime.isOver) work.destroy();
      else {
        onReady(work, performance.now() - start);
        loop.use(work);
      }
    } catch (error) {
      if (error instanceof DeviceLostError) return; // another is on its way
      if (!(error instanceof LimitExceededError || error instanceof OutOfMemoryError)) throw error;
      if (mine === round) status.textContent = text.models.tooLarge;
    }
  };
  lifetime.onEnd(() => loop.end());
  whileInView(stage, lifetime, (isInView) => {
    loop.setPaused(!isInView);
    if (isInView && round === 0) void setUp();
  });
  gpu.recoveries.watch(lifetime, (count) => {
    if (count > 0 && round > 0) void setUp(); // another device knows nothing of the weights
  });
  return () => {
    if (round > 0) void setUp(); // else it is made when it comes into view
  };
}
