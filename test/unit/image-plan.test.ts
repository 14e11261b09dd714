import { expect, test } from 'vitest';
import { planImageFilter } from '../../src/image/filters/plan.ts';
import type { ImageFilterInput } from '../../src/image/filters/spec.ts';
import { resolveFilter } from '../../src/image/filters/stages.ts';
import { type Capabilities, DEFAULT_LIMITS } from '../../src/problem/capabilities.ts';

const gpu: Capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: '',
  architecture: '',
};

const stepsOf = (spec: ImageFilterInput, capabilities: Partial<Capabilities> = {}) =>
  planImageFilter(resolveFilter(spec), { width: 640, height: 480 }, true, { ...gpu, ...capabilities }).steps;
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
