import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ImageFilterInput } from '../../src/image/index.ts';
import { loadPeer } from '../peers/load.mjs';
import { drawnPicture } from './image-oracle.ts';
import { lane } from './lane.ts';
import type { Pixels } from './page/image.ts';

/** A user's folder: the package as built, with its optional packages beside it. */
const home = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-cli-'));
const bare = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-bare-'));
const at = (name: string) => path.join(home, name);
const program = (folder: string) => path.join(folder, 'package/dist/cli/main.js');
// biome-ignore lint/suspicious/noExplicitAny: its types come only with test/peers
const { default: sharp } = (await loadPeer('sharp')) as { default: any };

const driver = inject('vulkanDriverFiles');
const env = { ...process.env, GALLIVM_PERF: 'nopt', ...(driver ? { VK_DRIVER_FILES: driver } : {}) };

interface Ended {
  status: number | null;
  out: string;
  errors: string;
}

function start(args: string[], folder = home): { process: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program(folder), ...args], { cwd: folder, env });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (status) => resolve({ status, out, errors })),
  );
  return { process: child, ended };
}

const run = (...args: string[]) => start(args).ended;

const rawOf = ({ width, height, data }: Pixels) =>
  sharp(Uint8Array.from(data), { raw: { width, height, channels: 4 } });

/** The picture in a file, as red, green, blue, alpha. */
async function pixelsOf(file: string): Promise<Pixels & { hasAlpha?: boolean }> {
  const image = sharp(file);
  const { hasAlpha } = await image.metadata();
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: [...data], hasAlpha };
}

const byLibrary = (picture: Pixels, spec: ImageFilterInput) =>
  lane.call<Pixels>('filterPixels', picture, spec);

const photo = drawnPicture(75, 50);
const clear = { ...photo, data: photo.data.map((value, index) => (index % 4 === 3 ? index % 256 : value)) };

beforeAll(async () => {
  for (const folder of [home, bare]) mkdirSync(path.join(folder, 'package'));
  await build({ logLevel: 'error', build: { outDir: at('package/dist'), emptyOutDir: true } });
  copyFileSync('package.json', at('package/package.json'));
  cpSync(at('package'), path.join(bare, 'package'), { recursive: true });
  symlinkSync(path.resolve('test/peers/node_modules'), at('node_modules'));
  mkdirSync(at('photos/more'), { recursive: true });
  await rawOf(photo).removeAlpha().png().toFile(at('photos/b.png'));
  await rawOf(clear).png().toFile(at('photos/clear.png'));
  await rawOf(photo)
    .removeAlpha()
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(at('photos/c.jpg'));
  await rawOf(clear).webp({ quality: 90 }).toFile(at('photos/d.webp'));
  writeFileSync(at('photos/a.jpg'), 'no picture at all');
  writeFileSync(at('photos/notes.txt'), 'left out');
  // the right beginning, and no end
  writeFileSync(at('photos/half.png'), readFileSync(at('photos/b.png')).subarray(0, 2000));
}, 120_000);

afterAll(() => {
  for (const folder of [home, bare]) rmSync(folder, { recursive: true, force: true });
});

/** Names of files that should not be there: half-written ones. */
const leftovers = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.part'));

describe('one picture', () => {
  test('gets the pixels that the library makes, and its name is printed', async () => {
    const { status, out } = await run('photos/b.png', '--filter', 'sobel', '-o', 'edges.png');
    expect({ status, out }).toEqual({ status: 0, out: 'wrote edges.png\n' });
    const made = await pixelsOf(at('edges.png'));
    expect(made).toEqual({ ...(await byLibrary(photo, 'sobel')), hasAlpha: false });
  });

  test('a chain with numbers, a border, linear light and transparency', async () => {
    const args = ['-f', 'gaussian:sigma=2,border=circular', '-f', 'sharpen:amount=2', '--border', 'zeros'];
    const { status } = await run('photos/clear.png', ...args, '--linear', '--premultiply', '-o', 'chain.png');
    expect(status).toBe(0);
    const stages = [
      { type: 'gaussian', sigma: 2, border: 'circular' },
      { type: 'sharpen', amount: 2 },
    ] as const;
    const expected = await byLibrary(clear, {
      stages,
      border: 'zeros',
      arithmetic: 'linear',
      alpha: 'premultiplied',
    });
    expect(await pixelsOf(at('chain.png'))).toEqual({ ...expected, hasAlpha: true });
  });

  test('is turned upright, as its EXIF orientation says', async () => {
    await rawOf(photo).removeAlpha().withMetadata({ orientation: 6 }).png().toFile(at('turned.png'));
    expect((await run('turned.png', '-f', 'identity', '-o', 'upright.png')).status).toBe(0);
    const { width, height, data } = await pixelsOf(at('upright.png'));
    expect([width, height]).toEqual([50, 75]);
    // a quarter turn clockwise: the first row is the first column, from below
    const firstRow = Array.from({ length: 50 }, (_, x) => photo.data[(49 - x) * 75 * 4]);
    expect(Array.from({ length: 50 }, (_, x) => data[x * 4])).toEqual(firstRow);
  });

  test('an existing result stays, unless it may be replaced; the input always stays', async () => {
    writeFileSync(at('taken.png'), 'precious');
    const refused = await run('photos/b.png', '-f', 'sobel', '-o', 'taken.png');
    expect(refused).toMatchObject({
      status: 1,
      errors: expect.stringContaining('exists already; --overwrite'),
    });
    expect(readFileSync(at('taken.png'), 'utf8')).toBe('precious');
    expect((await run('photos/b.png', '-f', 'sobel', '-o', 'taken.png', '--overwrite')).status).toBe(0);
    expect((await pixelsOf(at('taken.png'))).width).toBe(75);
    const itself = await run('photos/b.png', '-f', 'sobel', '-o', 'photos/b.png', '--overwrite');
    expect(itself).toMatchObject({ status: 1, errors: expect.stringContaining('is its own input') });
  });
});

test('a folder: the good ones are done, the broken ones named, nothing is half-written', async () => {
  const { status, out, errors } = await run('photos', 'gone.png', '-f', 'sharpen', '-o', 'results');
  expect(status).toBe(1);
  expect(out).toBe('wrote 4 pictures to results, 3 failed, 1 other file left out\n');
  expect(errors).toMatch(/^gone\.png: no such file or folder$/m);
  expect(errors).toMatch(/^photos\/a\.jpg: cannot be read: .*unsupported image format/m);
  expect(errors).toMatch(/^photos\/half\.png: cannot be read: /m);
  expect(readdirSync(at('results')).sort()).toEqual(['b.png', 'c.jpg', 'clear.png', 'd.webp']);
  const made = await pixelsOf(at('results/clear.png'));
  expect(made).toEqual({ ...(await byLibrary(clear, 'sharpen')), hasAlpha: true });
});

test('JPEG has no transparency: said, and white', async () => {
  const { status, errors } = await run('photos/clear.png', '-f', 'identity', '-o', 'white.jpg');
  expect({ status, errors }).toEqual({
    status: 0,
    errors: expect.stringContaining('JPEG has no transparency'),
  });
  expect((await pixelsOf(at('white.jpg'))).hasAlpha).toBe(false);
});

test.each([
  ['b.png/x.png', /cannot be written to photos\/b\.png\/x\.png: photos\/b\.png is not a folder/],
  ['more/', /^wrote/],
])('an output that is no folder, or one: photos/%s', async (output, words) => {
  const { out, errors } = await run('photos/c.jpg', '-f', 'sobel', '-o', `photos/${output}`, '--overwrite');
  expect(words.test(errors) || words.test(out), errors + out).toBe(true);
});

test('a picture beyond the limits of one binding is what it is in the library', async () => {
  // 64 MiB a tile: a picture of 9.4 million pixels is cut
  const [width, height] = [3072, 3072];
  const tile = await sharp(at('photos/b.png')).ensureAlpha().raw().toBuffer();
  const data = new Uint8Array(width * height * 4);
  for (let offset = 0; offset < data.length; offset += tile.length) {
    data.set(tile.subarray(0, Math.min(tile.length, data.length - offset)), offset);
  }
  await sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 1 })
    .toFile(at('large.png'));
  expect((await run('large.png', '-f', 'emboss', '-o', 'large-out.png')).status).toBe(0);
  const made = await sharp(at('large-out.png')).ensureAlpha().raw().toBuffer();
  // the rows on both sides of where tiles meet, by the library in a strip of their own
  for (const top of [0, 1500, 2500, 3000]) {
    const rows = Math.min(72, height - top);
    const strip = {
      width,
      height: rows,
      data: [...data.subarray(top * width * 4, (top + rows) * width * 4)],
    };
    const expected = await byLibrary(strip, 'emboss');
    const inner = (bytes: ArrayLike<number>, from: number) =>
      Buffer.from(Uint8Array.from(bytes).subarray((from + 1) * width * 4, (from + rows - 1) * width * 4));
    expect(inner(made, top).equals(inner(expected.data, 0)), `rows from ${top}`).toBe(true);
  }
});

test.each(['SIGTERM', 'SIGKILL'] as const)('stopped by %s, it leaves only whole pictures', async (signal) => {
  const [input, output] = [at(`many-${signal}`), at(`some-${signal}`)];
  mkdirSync(input);
  for (let i = 0; i < 60; i++) copyFileSync(at('photos/b.png'), path.join(input, `${i}.png`));
  const { process: child, ended } = start([input, '-f', 'canny', '-o', output]);
  while (!existsSync(output) || readdirSync(output).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  const { status } = await ended;
  expect(status).toBe(signal === 'SIGTERM' ? 143 : null);
  const names = readdirSync(output).filter((name) => !name.endsWith('.part'));
  expect(names.length).toBeLessThan(60);
  for (const name of names) expect((await pixelsOf(path.join(output, name))).width).toBe(75);
  if (signal === 'SIGTERM') expect(leftovers(output)).toEqual([]);
});

test('a wrong command ends with 2 before anything is read', async () => {
  const { status, errors } = await run('photos/b.png', '--filter', 'sobl', '-o', 'x.png');
  expect({ status, errors }).toEqual({ status: 2, errors: expect.stringContaining('did you mean sobel?') });
});

test('without sharp it says what to install; help, list and version need nothing', async () => {
  copyFileSync(at('photos/b.png'), path.join(bare, 'b.png'));
  const { status, errors } = await start(['b.png', '-f', 'sobel', '-o', 'x.png'], bare).ended;
  expect({ status, errors }).toEqual({
    status: 1,
    errors: expect.stringMatching(/sharp, .* npm install sharp webgpu/),
  });
  for (const option of ['--help', '--list', '--version']) {
    expect(execFileSync(process.execPath, [program(bare), option], { cwd: bare, encoding: 'utf8' })).toMatch(
      /\S/,
    );
  }
});
