/** Bytes of the GPU buffers and textures that exist in this page, and the most there have been. */
let held = 0;
let most = 0;
let isCounting = false;

/** From now on counts what anybody's device makes and destroys: libraries and their WebAssembly call the same methods. */
export function countGpuMemory(): void {
  isCounting = true;
  const sizes = new WeakMap<object, number>();
  const note = <T extends object>(made: T, sizeBytes: number): T => {
    sizes.set(made, sizeBytes);
    held += sizeBytes;
    most = Math.max(most, held);
    return made;
  };
  const forget = (made: object) => {
    held -= sizes.get(made) ?? 0;
    sizes.delete(made);
  };
  const device = GPUDevice.prototype;
  const { createBuffer, createTexture } = device;
  device.createBuffer = function (descriptor) {
    return note(createBuffer.call(this, descriptor), descriptor.size);
  };
  device.createTexture = function (descriptor) {
    const made = createTexture.call(this, descriptor);
    const texels = made.width * made.height * made.depthOrArrayLayers;
    return note(made, texels * texelBytes(descriptor.format));
  };
  for (const { prototype } of [GPUBuffer, GPUTexture]) {
    const { destroy } = prototype;
    prototype.destroy = function () {
      forget(this);
      return destroy.call(this as never);
    };
  }
}

/** Starts to watch; gives the most bytes held at once since, beyond what was held then. Undefined where nobody counts. */
export function watchMemory(): () => number | undefined {
  const before = held;
  most = held;
  return () => (isCounting ? most - before : undefined);
}

/** As the name of the format has it, such as `rgba16float`. */
function texelBytes(format: GPUTextureFormat): number {
  const [, channels, bits] = /^([rgba]+)(\d+)/.exec(format) ?? ['', 'rgba', '8'];
  return (channels.length * Number(bits)) / 8;
}
