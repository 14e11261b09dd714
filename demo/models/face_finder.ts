import { emptyTensor, type GpuTensor } from 'webgpu-conv';
import type { Size } from 'webgpu-conv/image';
import {
  createModel,
  decodeFaces,
  type Face,
  type Model,
  readTfjsWeights,
  tinyFaceDetector,
} from 'webgpu-conv/nn';
import { penOf } from '../sources/planes.ts';
import { fetchPublished, fetchPublishedJson } from './published.ts';

type Weights = ReturnType<typeof readTfjsWeights>;

/** The published weights of face-api's tiny face detector. @throws PublishedFileError */
export async function fetchFaceWeights(): Promise<Weights> {
  const [manifest, bytes] = await Promise.all([
    fetchPublishedJson('faces/manifest.json'),
    fetchPublished('faces/weights.bin'),
  ]);
  return readTfjsWeights(manifest, bytes);
}

/** Finds faces in frames, on the GPU. */
export class FaceFinder {
  readonly #model: Model;
  readonly #size: number;
  readonly #pen: OffscreenCanvasRenderingContext2D;
  readonly #colors: Float32Array<ArrayBuffer>;
  readonly #tensors: Record<'picture' | 'cells', GpuTensor>;

  /** @param size width and height of the detector's input, a multiple of 32 */
  static async create(device: GPUDevice, weights: Weights, size: number): Promise<FaceFinder> {
    return new FaceFinder(await createModel(device, tinyFaceDetector(weights, size)), size);
  }

  private constructor(model: Model, size: number) {
    this.#model = model;
    this.#size = size;
    this.#pen = penOf(size, size);
    this.#colors = new Float32Array(size * size * 3);
    this.#tensors = {
      picture: emptyTensor(model.device, model.inputs.picture.shape),
      cells: emptyTensor(model.device, model.outputs.cells.shape),
    };
  }

  /** The faces in a frame, as fractions of its width and height, best first. */
  async find(image: CanvasImageSource, { width, height }: Size, scoreThreshold: number): Promise<Face[]> {
    const longest = Math.max(width, height);
    const scale = this.#size / longest;
    this.#pen.clearRect(0, 0, this.#size, this.#size); // the part that the frame does not cover is black
    this.#pen.drawImage(image, 0, 0, width * scale, height * scale);
    const { data } = this.#pen.getImageData(0, 0, this.#size, this.#size);
    for (let pixel = 0; pixel < this.#size ** 2; pixel++) {
      for (let color = 0; color < 3; color++) this.#colors[pixel * 3 + color] = data[pixel * 4 + color];
    }
    this.#tensors.picture.write(this.#colors);
    this.#model.run(this.#tensors);
    const faces = decodeFaces(await this.#tensors.cells.read(), { scoreThreshold });
    const [right, down] = [longest / width, longest / height];
    return faces.map(({ left, top, width: w, height: h, score }) => ({
      left: left * right,
      top: top * down,
      width: w * right,
      height: h * down,
      score,
    }));
  }

  destroy(): void {
    for (const made of [this.#model, ...Object.values(this.#tensors)]) made.destroy();
  }
}
