/** What a library can make or set going on a device. */
const WATCHED = [
  'createBuffer',
  'createTexture',
  'createBindGroup',
  'createBindGroupLayout',
  'createPipelineLayout',
  'createShaderModule',
  'createComputePipeline',
  'createComputePipelineAsync',
  'createCommandEncoder',
] as const;

/** Calls of a device since {@link spyOnDevice}, by name, and the buffers made. */
export interface Spy {
  readonly calls: string[];
  /** Buffers made by now and not destroyed. */
  liveBuffers(): string[];
  stop(): void;
}

/** Notes what is made on a device and submitted or written to its queue. */
export function spyOnDevice(device: GPUDevice): Spy {
  const calls: string[] = [];
  const live = new Map<GPUBuffer, string>();
  const watch = (target: object, name: string, note: (result: unknown) => void = () => {}) => {
    const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
    Object.defineProperty(target, name, {
      configurable: true,
      value: (...args: unknown[]) => {
        calls.push(name);
        const result = method.apply(target, args);
        note(result);
        return result;
      },
    });
    return () => Reflect.deleteProperty(target, name);
  };
  const noteBuffer = (result: unknown) => {
    const buffer = result as GPUBuffer;
    live.set(buffer, buffer.label);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      live.delete(buffer);
      return destroy();
    };
  };
  const undo = [
    ...WATCHED.map((name) => watch(device, name, name === 'createBuffer' ? noteBuffer : undefined)),
    ...['submit', 'writeBuffer'].map((name) => watch(device.queue, name)),
  ];
  return {
    calls,
    liveBuffers: () => [...live.values()],
    stop: () => {
      for (const restore of undo) restore();
    },
  };
}
