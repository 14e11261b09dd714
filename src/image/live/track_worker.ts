// The worker of filterTrack. It has its own device and filter, so that a busy window does not hold frames up.
import { requestDevice } from '../../gpu/device.ts';
import { type FilterDescription, ImageFilter } from '../filter.ts';
import { type FrameFilter, filterFrames } from './frames.ts';
import type { FromWorker, ToWorker } from './track_messages.ts';

/** Interval of reports to the window. */
const STATS_EVERY_MS = 100;

const post = (message: FromWorker) => postMessage(message);

let description: FilterDescription;
let options: Extract<ToWorker, { type: 'prepare' }>['options'];
let filter: ImageFilter;
let frames: FrameFilter | undefined;

const handlers: { [T in ToWorker['type']]: (message: Extract<ToWorker, { type: T }>) => unknown } = {
  prepare: async (message) => {
    ({ filter: description, options } = message);
    filter = await newFilter();
    post({ type: 'prepared' });
  },
  start: ({ readable, writable }) => {
    const running = filterFrames(readable, writable, filter, { ...options, isLive: true, restore, onError });
    frames = running;
    const report = () => post({ type: 'stats', stats: running.stats });
    const timer = setInterval(report, STATS_EVERY_MS);
    running.ended.then(() => {
      clearInterval(timer);
      report();
      filter.device.destroy();
      post({ type: 'ended' });
    });
  },
  filter: ({ filter: next }) => {
    description = next;
    const old = filter;
    filter = new ImageFilter(old.device, description);
    frames?.setFilter(filter);
    old.destroy();
  },
  pause: ({ isPaused }) => {
    if (frames) frames.isPaused = isPaused;
  },
  stop: () => frames?.stop(),
};

async function newFilter(): Promise<ImageFilter> {
  const device = await requestDevice({ label: 'webgpu-conv track worker', onSoftwareAdapter: () => {} });
  return new ImageFilter(device, description);
}

/** Makes the current filter again, on a new device. */
async function restore(): Promise<ImageFilter> {
  filter = await newFilter();
  return filter;
}

const onError = (error: unknown) => post({ type: 'failed', error: String(error) });

addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    await (handlers[data.type] as (message: ToWorker) => unknown)(data);
  } catch (error) {
    onError(error);
  }
});
