import { globalNamed, loadScript } from '../peers/load.ts';
import type { ImagePeer } from './contest.ts';

/** What we use of `@techstark/opencv-js` 4: OpenCV in WebAssembly, one thread. */
interface OpenCv {
  Mat: new () => Mat;
  matFromImageData(picture: ImageData): Mat;
  matFromArray(rows: number, columns: number, type: number, data: readonly number[]): Mat;
  filter2D(
    source: Mat,
    target: Mat,
    depth: number,
    kernel: Mat,
    anchor: object,
    delta: number,
    border: number,
  ): void;
  Point: new (x: number, y: number) => object;
  readonly CV_32F: number;
  readonly BORDER_REFLECT_101: number;
  onRuntimeInitialized?: () => void;
  then?: unknown;
}

interface Mat {
  readonly data: Uint8Array;
  delete(): void;
}

/** `filter2D` on the processor. */
export async function openCvPeer(): Promise<ImagePeer> {
  await loadScript('@techstark/opencv-js/dist/opencv.js');
  const cv = globalNamed<OpenCv>('cv');
  delete cv.then; // it resolves with itself: awaiting it would never end
  if (!cv.Mat) {
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = resolve;
    });
  }
  return {
    async enter({ matrix }, picture) {
      const source = cv.matFromImageData(picture);
      const target = new cv.Mat();
      const kernel = cv.matFromArray(matrix.length, matrix[0].length, cv.CV_32F, matrix.flat());
      const run = async (count: number) => {
        const anchor = new cv.Point(-1, -1);
        for (let index = 0; index < count; index++) {
          cv.filter2D(source, target, -1, kernel, anchor, 0, cv.BORDER_REFLECT_101);
        }
      };
      return {
        first: () => run(1),
        run,
        read: async () => target.data.slice(),
        dispose() {
          for (const each of [source, target, kernel]) each.delete();
        },
      };
    },
  };
}
