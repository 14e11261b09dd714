import { globalNamed, loadScript } from '../peers/load.ts';
import type { ImagePeer } from './contest.ts';
import type { PlainStep } from './rows.ts';

/** What we use of `@techstark/opencv-js` 4: OpenCV in WebAssembly, one thread. */
// biome-ignore lint/suspicious/noExplicitAny: hundreds of functions made by a binding generator
type OpenCv = any;

interface Mat {
  readonly data: Uint8Array;
  type(): number;
  convertTo(target: Mat, type: number, scale?: number, bias?: number): void;
  delete(): void;
}

/** OpenCV on the processor, by the function it has for each step; a chain in floats, as ours. */
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
    async enter({ steps }, picture) {
      const source: Mat = cv.matFromImageData(picture);
      const target: Mat = new cv.Mat();
      const [work, between]: Mat[] = [new cv.Mat(), new cv.Mat()];
      const kernels = steps.map((step) =>
        'matrix' in step
          ? cv.matFromArray(step.matrix.length, step.matrix.length, cv.CV_32F, step.matrix.flat())
          : undefined,
      );
      const once = () => {
        if (steps.length === 1) return applyStep(cv, steps[0], kernels[0], source, target);
        source.convertTo(work, cv.CV_32FC4);
        steps.forEach((step, index) => {
          applyStep(
            cv,
            step,
            kernels[index],
            index % 2 === 0 ? work : between,
            index % 2 === 0 ? between : work,
          );
        });
        (steps.length % 2 === 0 ? work : between).convertTo(target, cv.CV_8UC4);
      };
      const run = async (count: number) => {
        for (let index = 0; index < count; index++) once();
      };
      return {
        first: () => run(1),
        run,
        read: async () => target.data.slice(),
        dispose() {
          for (const each of [source, target, work, between, ...kernels]) each?.delete();
        },
      };
    },
  };
}

function applyStep(cv: OpenCv, step: PlainStep, kernel: Mat | undefined, source: Mat, target: Mat): void {
  const border = cv.BORDER_REFLECT_101;
  switch (step.type) {
    case 'matrix':
      cv.filter2D(source, target, -1, kernel, new cv.Point(-1, -1), (step.bias ?? 0) * 255, border);
      break;
    case 'gaussian': {
      const size = new cv.Size(step.matrix.length, step.matrix.length);
      cv.GaussianBlur(source, target, size, step.sigma, step.sigma, border);
      break;
    }
    case 'box':
      cv.blur(
        source,
        target,
        new cv.Size(step.matrix.length, step.matrix.length),
        new cv.Point(-1, -1),
        border,
      );
      break;
    case 'sobel': {
      const [across, along]: Mat[] = [new cv.Mat(), new cv.Mat()];
      cv.Sobel(source, across, cv.CV_32F, 1, 0, 3, 1, 0, border);
      cv.Sobel(source, along, cv.CV_32F, 0, 1, 3, 1, 0, border);
      cv.magnitude(across, along, across);
      across.convertTo(target, source.type(), step.scale);
      for (const each of [across, along]) each.delete();
      break;
    }
    case 'canny': {
      const gray: Mat = new cv.Mat();
      cv.cvtColor(source, gray, cv.COLOR_RGBA2GRAY);
      cv.Canny(gray, gray, step.low, step.high);
      cv.cvtColor(gray, target, cv.COLOR_GRAY2RGBA);
      gray.delete();
      break;
    }
    case 'bilateral': {
      const [colors, smooth]: Mat[] = [new cv.Mat(), new cv.Mat()];
      cv.cvtColor(source, colors, cv.COLOR_RGBA2RGB);
      cv.bilateralFilter(colors, smooth, 2 * step.radius + 1, step.sigmaColor, step.sigmaSpace, border);
      cv.cvtColor(smooth, target, cv.COLOR_RGB2RGBA);
      for (const each of [colors, smooth]) each.delete();
    }
  }
}
