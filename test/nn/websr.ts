import { globalNamed, loadScript, PEERS_URL } from '../bench/peers/load.ts';

/** What we use of `@websr/websr` 0.0.15. */
interface WebSr {
  canvas: OffscreenCanvas;
  network: { layers: { run(): void }[] };
  render(source: ImageBitmap): Promise<void>;
  destroy(): Promise<void>;
}

interface WebSrClass {
  new (options: { network_name: string; weights: unknown; gpu: GPUDevice; canvas: OffscreenCanvas }): WebSr;
  initWebGPU(): Promise<GPUDevice | false>;
}

/** websr on a device of its own, with one picture. Pages only. */
export interface WebsrRun {
  readonly device: GPUDevice;
  /** Everything that `render()` does, the two pipelines that it makes a frame included. */
  render(): Promise<void>;
  /** Its shaders alone, on the picture that was rendered last. */
  runShaders(): void;
  /** The canvas, four bytes a pixel. */
  pixels(): Promise<Uint8ClampedArray>;
  destroy(): void;
}

/** The weights of a network by their file's name, such as `cnn-2x-m-rl`. */
export function websrWeights(file: string): Promise<{ name: string }> {
  return fetch(`${PEERS_URL}/@websr/websr/weights/anime4k/${file}.json`).then((response) => response.json());
}

export async function startWebsr(weights: { name: string }, picture: ImageBitmap): Promise<WebsrRun> {
  await loadScript('@websr/websr/dist/websr.js');
  const Websr = globalNamed<WebSrClass>('WebSR');
  const gpu = await Websr.initWebGPU();
  if (!gpu) throw new Error('websr finds no WebGPU');
  const canvas = new OffscreenCanvas(1, 1);
  const websr = new Websr({ network_name: weights.name, weights, gpu, canvas });
  return {
    device: gpu,
    render: () => websr.render(picture),
    runShaders() {
      for (const layer of websr.network.layers) layer.run();
    },
    async pixels() {
      await websr.render(picture);
      const { width, height } = canvas;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(canvas, 0, 0);
      return context.getImageData(0, 0, width, height).data;
    },
    destroy: () => gpu.destroy(),
  };
}
