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
  /** The same and the textures, by count and bytes. */
  live(): { buffers: number; textures: number; bytes: number };
  stop(): void;
}

/** Notes what is made on a device and submitted or written to its queue. */
export function spyOnDevice(device: GPUDevice): Spy {
  const calls: string[] = [];
  const live = new Map<GPUBuffer | GPUTexture, string>();
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
  const note = (result: unknown) => {
    const made = result as GPUBuffer | GPUTexture;
    live.set(made, made.label);
    const destroy = made.destroy.bind(made);
    made.destroy = () => {
      live.delete(made);
      return destroy();
    };
  };
  const buffers = () => [...live.keys()].filter((made): made is GPUBuffer => 'mapAsync' in made);
  const textures = () => [...live.keys()].filter((made): made is GPUTexture => 'createView' in made);
  const undo = [
    ...WATCHED.map((name) => watch(device, name, /Buffer|Texture/.test(name) ? note : undefined)),
    ...['submit', 'writeBuffer'].map((name) => watch(device.queue, name)),
  ];
  return {
    calls,
    liveBuffers: () => buffers().map((buffer) => live.get(buffer)!),
    live: () => ({
      buffers: buffers().length,
      textures: textures().length,
      bytes: sum(buffers(), ({ size }) => size) + sum(textures(), texelBytes),
    }),
    stop: () => {
      for (const restore of undo) restore();
    },
  };
}

const texelBytes = ({ format, width, height }: GPUTexture) =>
  (format === 'rgba32float' ? 16 : 4) * width * height;

const sum = <T>(list: T[], of: (item: T) => number) => list.reduce((total, item) => total + of(item), 0);
