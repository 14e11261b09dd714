import { expect, test } from 'vitest';
import { planImageFilter } from '../../src/image/filters/plan.ts';
import type { ImageFilterInput } from '../../src/image/filters/spec.ts';
import { resolveFilter } from '../../src/image/filters/stages.ts';
import { frameFormat, sameFormat } from '../../src/image/format.ts';
import type { Capabilities } from '../../src/problem/capabilities.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const gpu: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: '',
  architecture: '',
};

const vga = frameFormat({ width: 640, height: 480 }, true);
const stepsOf = (spec: ImageFilterInput, capabilities: Partial<Capabilities> = {}) =>
  planImageFilter(resolveFilter(spec), vga, { ...gpu, ...capabilities }).steps;
const shadersOf = (spec: ImageFilterInput, capabilities: Partial<Capabilities> = {}) =>
  stepsOf(spec, capabilities).map(({ shader }) => shader.name);
const square = (size: number, weight = (y: number, x: number) => Math.sin(1 + 3 * y * y + 7 * x)) =>
  Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => weight(y, x)));
const gaussian = { type: 'gaussian', sigma: 1 } as const;

test('CPU adapters filter without tiles', () => {
  expect(shadersOf('sharpen', { isSoftware: true })).toEqual(['image_matrix']);
  expect(shadersOf(gaussian, { isSoftware: true })).toEqual(['image_matrix', 'image_matrix']);
});

test('GPUs stage tiles: a matrix, or a row and a column, in one dispatch', () => {
  expect(stepsOf('sharpen')).toMatchObject([
    { shader: { name: 'image_tile' }, constants: { IS_SEPARABLE: false, TILE_ROWS: 32, TILE_COLUMNS: 32 } },
  ]);
  expect(stepsOf(gaussian)).toMatchObject([
    { shader: { name: 'image_tile' }, constants: { IS_SEPARABLE: true } },
  ]);
});

test('one tap needs no tile, wide separable filters keep two passes', () => {
  expect(shadersOf({ type: 'matrix', matrix: [[2]] })).toEqual(['image_matrix']);
  expect(shadersOf({ type: 'gaussian', sigma: 3 })).toEqual(['image_matrix', 'image_matrix']);
});

test('the largest tile that fits into workgroup memory is taken, or none', () => {
  const tileWithin = (kibibytes: number) => {
    const limits = { ...DEFAULT_LIMITS, maxComputeWorkgroupStorageSize: kibibytes * 1024 };
    const [{ shader, constants }] = stepsOf({ type: 'matrix', matrix: square(31) }, { limits });
    return shader.name === 'image_tile' ? [constants.TILE_ROWS, constants.TILE_COLUMNS] : shader.name;
  };
  expect([16, 12, 9, 8].map(tileWithin)).toEqual([[32, 32], [16, 32], [16, 16], 'image_matrix']);
});

test('a device of small workgroups, and border colors beyond half floats, do without tiles', () => {
  const limits = { ...DEFAULT_LIMITS, maxComputeInvocationsPerWorkgroup: 128 };
  expect(shadersOf('sharpen', { limits })).toEqual(['image_matrix']);
  const matrix = square(3);
  expect(shadersOf({ type: 'matrix', matrix, border: 'constant', borderColor: [300, 0, 0] })).toEqual([
    'image_matrix',
  ]);
});

test('a format is frozen, and the same as another only in all of its parts', () => {
  const [size, half] = [
    { width: 640, height: 480 },
    { width: 320, height: 240 },
  ];
  expect(vga).toEqual({ size, isOpaque: true, processingSize: size });
  expect([vga, vga.size, vga.processingSize].every(Object.isFrozen)).toBe(true);
  expect(sameFormat(vga, frameFormat({ ...size }, true, { ...size }))).toBe(true);
  const others = [frameFormat(half, true), frameFormat(size, false), frameFormat(size, true, half)];
  expect(others.map((other) => sameFormat(vga, other))).toEqual([false, false, false]);
});

test('a format refuses sizes that cannot be planned', () => {
  expect(() => frameFormat({ width: 0, height: 2 }, true)).toThrow(/size\.width.*0/);
  expect(() => frameFormat({ width: 3, height: 2 }, true, { width: 3, height: 1.5 })).toThrow(/height.*1\.5/);
  expect(() => frameFormat({ width: 3, height: 2 }, true, { width: 4, height: 2 })).toThrow(/4×2.*3×2/);
});

test('a smaller processing size reduces the picture first', () => {
  const format = frameFormat({ width: 640, height: 480 }, true, { width: 320, height: 240 });
  const { steps, processingSize } = planImageFilter(resolveFilter('sharpen'), format, gpu);
  expect(steps.map(({ shader }) => shader.name)).toEqual(['image_reduce', 'image_tile']);
  expect(processingSize).toEqual({ width: 320, height: 240 });
});
