import { describeAdapter, requestDevice } from 'webgpu-conv';
import { isSoftwareAdapter } from '../../src/gpu/device.ts';
import type { Dtype } from '../../src/problem/options.ts';
import { measureCeilings } from './ceilings.ts';
import { QUICK, THOROUGH } from './clock.ts';
import type { Contestant } from './contestant.ts';
import { race } from './race.ts';
import type { BenchCase, Ceilings } from './report.ts';
import { type Arena, SUITES } from './suites.ts';

/** What a session is opened with. */
export interface SessionOptions {
  /** Default `navigator.gpu`. */
  readonly gpu?: GPU;
  /** Fewer samples. Default false. */
  readonly quick?: boolean;
  /** Of all rows. Default `'float32'`. */
  readonly dtype?: Dtype;
  /** Who to race against. Default nobody. */
  readonly peers?: readonly Contestant[];
  /** Who filters pictures besides us; loaded when first needed. Default nobody. */
  readonly imagePeers?: Arena['imagePeers'];
}

/** A device to race on; the same in a page, a worker and Node. */
export interface Session {
  readonly adapter: string;
  /** Microbenchmarks; takes some seconds. */
  measureCeilings(): Promise<Ceilings>;
  /** Races a row of one of the `SUITES`. */
  race(suite: string, rowName: string, ceilings: Ceilings): Promise<BenchCase>;
  close(): void;
}

/** Asks for a device and wakes it up. */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const device = await requestDevice({ gpu: options.gpu, onSoftwareAdapter: () => {} });
  await wakeUp(device);
  let refused: string | undefined;
  device.onuncapturederror = ({ error }) => {
    refused ??= error.message;
  };
  const effort = options.quick ? QUICK : THOROUGH;
  const { dtype = 'float32', peers = [], imagePeers = async () => ({}) } = options;
  return {
    adapter: describeAdapter(device.adapterInfo),
    measureCeilings: () => measureCeilings(device, isSoftwareAdapter(device.adapterInfo), effort),
    async race(suite, rowName, ceilings) {
      const contest = await suiteNamed(suite).contest(rowName, { device, dtype, peers, imagePeers });
      refused = undefined;
      const raced = await race(contest, suite, ceilings, effort);
      // what the device refuses takes no time at all
      if (refused) throw new Error(`${rowName}: the device refused some of it: ${refused}`);
      return raced;
    },
    close: () => device.destroy(),
  };
}

/** Compiles and runs a shader that does nothing, so that nobody's first run pays for starting compiler and threads. */
async function wakeUp(device: GPUDevice): Promise<void> {
  const code = '@compute @workgroup_size(1) fn main() {}';
  const compute = { module: device.createShaderModule({ code }) };
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
}

function suiteNamed(name: string) {
  const suite = SUITES[name];
  if (!suite) throw new RangeError(`no suite '${name}': there are ${Object.keys(SUITES).join(', ')}`);
  return suite;
}
