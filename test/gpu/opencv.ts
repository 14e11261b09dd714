import type { PaddingMode } from '../../src/problem/options.ts';
import { requirePeer } from '../peers/load.mjs';
import type { Pixels } from './page/image.ts';

/** What we use of OpenCV.js; its own types come only with `test/peers`. */
// biome-ignore lint/suspicious/noExplicitAny: hundreds of functions made by a binding generator
type OpenCv = any;

/** A matrix of OpenCV. */
export type Mat = OpenCv;

let loading: Promise<OpenCv> | undefined;

/** OpenCV.js, loaded once. */
export function loadOpenCv(): Promise<OpenCv> {
  loading ??= start();
  return loading;
}

async function start(): Promise<OpenCv> {
  const cv = requirePeer('@techstark/opencv-js') as OpenCv;
  if (!cv.Mat) await new Promise<void>((resolve) => Object.assign(cv, { onRuntimeInitialized: resolve }));
  // a thenable would be called by every await
  delete cv.then;
  return cv;
}

/** OpenCV's names for the border modes. */
const BORDERS: Readonly<Record<PaddingMode, string>> = {
  zeros: 'BORDER_CONSTANT',
  constant: 'BORDER_CONSTANT',
  reflect: 'BORDER_REFLECT_101',
  symmetric: 'BORDER_REFLECT',
  replicate: 'BORDER_REPLICATE',
  circular: 'BORDER_WRAP',
};

/** An operation of OpenCV from one picture to another of the same size. */
export type CvOperation = (cv: OpenCv, input: Mat, output: Mat) => void;

/**
 * Red, green and blue planes (0 to 1) of a picture that OpenCV has filtered. The border is added first, so that every
 * mode works with every function, and cut off afterwards.
 * @param reach pixels of border that the operation looks at
 * @param depth `'float'`: the operation sees floats from 0 to 1; `'bytes'`: 8-bit values
 */
export async function byOpenCv(
  pixels: Pixels,
  border: PaddingMode,
  reach: number,
  operation: CvOperation,
  { depth = 'float', borderValue = 0 }: { depth?: 'float' | 'bytes'; borderValue?: number } = {},
): Promise<number[][]> {
  const cv = await loadOpenCv();
  const { width, height } = pixels;
  const unit = depth === 'float' ? 1 : 255;
  const colors = pixels.data.filter((_, index) => index % 4 < 3).map((value) => (value / 255) * unit);
  const type = depth === 'float' ? cv.CV_32FC3 : cv.CV_8UC3;
  const input = cv.matFromArray(
    height,
    width,
    type,
    colors.map((value) => (depth === 'float' ? value : Math.round(value))),
  );
  const padded = new cv.Mat();
  const output = new cv.Mat();
  const value = (border === 'constant' ? borderValue : 0) * unit;
  const scalar = new cv.Scalar(value, value, value, value);
  cv.copyMakeBorder(input, padded, reach, reach, reach, reach, cv[BORDERS[border]], scalar);
  operation(cv, padded, output);
  const data: ArrayLike<number> = depth === 'float' ? output.data32F : output.data;
  const channels = output.channels();
  const planes = [0, 1, 2].map((channel) =>
    Array.from({ length: width * height }, (_, index) => {
      const [x, y] = [(index % width) + reach, Math.floor(index / width) + reach];
      return data[(y * (width + 2 * reach) + x) * channels + Math.min(channel, channels - 1)] / unit;
    }),
  );
  for (const mat of [input, padded, output]) mat.delete();
  return planes;
}
