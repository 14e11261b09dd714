import fs, { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type FilterCommand, parseCommand } from '../../src/cli/command.ts';
import { listJobs } from '../../src/cli/jobs.ts';
import { openDevice } from '../../src/cli/peers.ts';
import { HELP, listText } from '../../src/cli/texts.ts';
import { resolveFilter } from '../../src/image/filters/stages.ts';
import { type PresetName, presets } from '../../src/image/index.ts';

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean)) as FilterCommand;
const filters = (...texts: string[]) =>
  (parseCommand(['a.png', '-o', 'b.png', ...texts.flatMap((text) => ['-f', text])]) as FilterCommand).spec
    .stages;

describe('the command', () => {
  test('has defaults', () => {
    expect(parse('photo.jpg --filter sobel -o out.png')).toEqual({
      kind: 'filter',
      inputs: ['photo.jpg'],
      output: 'out.png',
      spec: { stages: [{ type: 'sobel' }], arithmetic: 'srgb', alpha: 'keep' },
      format: undefined,
      quality: 90,
      isRecursive: false,
      overwrites: false,
      isQuiet: false,
    });
  });

  test('takes every option', () => {
    const line =
      'a b -f box:radius=4 -f sharpen -o c/ --border constant --border-color #ff000080 --linear --premultiply ' +
      '--format jpg --quality 75 -r --overwrite -q';
    const borderColor = [1, 0, 0, 128 / 255];
    expect(parse(line)).toEqual({
      kind: 'filter',
      inputs: ['a', 'b'],
      output: 'c/',
      spec: {
        stages: [
          { type: 'box', radius: 4, borderColor },
          { type: 'sharpen', borderColor },
        ],
        border: 'constant',
        arithmetic: 'linear',
        alpha: 'premultiplied',
      },
      format: 'jpeg',
      quality: 75,
      isRecursive: true,
      overwrites: true,
      isQuiet: true,
    });
  });

  test('reads filters with their numbers, and matrices', () => {
    expect(filters('gaussian:sigma=3', 'sobel-x:scale=-2,bias=0.5,iterations=2,border=zeros')).toEqual([
      { type: 'gaussian', sigma: 3 },
      { type: 'sobel-x', scale: -2, bias: 0.5, iterations: 2, border: 'zeros' },
    ]);
    expect(filters('matrix:0 -1 0/-1 5 -1/0 -1 0,scale=0.5')).toEqual([
      { type: 'matrix', matrix: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], scale: 0.5 }, // biome-ignore format: a matrix
    ]);
  });

  test.each(Object.keys(presets) as PresetName[])(
    'takes %s at both ends of each setting, as the library does',
    (type) => {
      for (const end of ['min', 'max'] as const) {
        const settings = Object.entries(presets[type].parameters).map(
          ([name, range]) => `${name}=${range[end]}`,
        );
        const [stage] = filters(settings.length > 0 ? `${type}:${settings.join(',')}` : type);
        expect(resolveFilter({ stages: [stage] }).stages[0].type).toBe(type);
      }
    },
  );

  test.each([
    ['', 'help'],
    ['--help', 'help'],
    ['a.png -h', 'help'],
    ['--version', 'version'],
    ['--list', 'list'],
  ])('%j asks for %s', (line, kind) => {
    expect(parseCommand(line.split(' ').filter(Boolean)).kind).toBe(kind);
  });

  test.each([
    ['a.png -o b.png', /missing filter: pass --filter sobel/],
    ['-f sobel -o b.png', /missing input/],
    ['a.png -f sobel', /missing output: pass -o result.png/],
    ['a.png -f sobl -o b.png', /no filter 'sobl' \(did you mean sobel\?\)/],
    ['a.png -f scha -o b.png', /did you mean scharr-x, /],
    ['a.png -f zzzzzz -o b.png', /no filter 'zzzzzz'; --list/],
    ['a.png -f toString -o b.png', /no filter 'toString'/],
    ['a.png -f gaussian:sigma=65 -o b.png', /sigma needs a number from 0.3 to 64, such as sigma=2/],
    ['a.png -f gaussian:sigma -o b.png', /sigma needs a number/],
    ['a.png -f gaussian:sigma=1=2 -o b.png', /sigma needs a number/],
    [
      'a.png -f gaussian:radius=2 -o b.png',
      /no setting 'radius'; it takes sigma, scale, bias, iterations, border/,
    ],
    ['a.png -f gaussian: -o b.png', /no setting ''/],
    ['a.png -f sharpen:iterations=1.5 -o b.png', /iterations needs a whole number from 1 to 100/],
    ['a.png -f matrix:1/x -o b.png', /a matrix is rows of numbers/],
    ['a.png -f matrix -o b.png', /a matrix is rows of numbers/],
    ['a.png -f sobel --border mirror -o b.png', /no border 'mirror'; choose from reflect,/],
    ['a.png -f sobel --border-color red -o b.png', /needs #rrggbb/],
    ['a.png -f sobel --format bmp -o b/', /--format bmp: needs jpg, jpeg, png, webp/],
    ['a.png -f sobel --format constructor -o b/', /--format constructor: needs jpg/],
    ['a.png -f sobel --quality 0 -o b.jpg', /a whole number from 1 to 100/],
    ['a.png --filtre sobel -o b.png', /Unknown option '--filtre'/],
  ])('%s is refused, saying why', (line, words) => {
    expect(() => parse(line)).toThrowError(
      expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(words) }),
    );
  });
});

test('help and list name what there is', () => {
  const lines = listText().split('\n');
  for (const [name, { parameters }] of Object.entries(presets)) {
    expect(
      lines.some((line) => line.startsWith(`  ${name} `)),
      name,
    ).toBe(true);
    for (const key of Object.keys(parameters)) expect(listText()).toContain(`${key}=`);
  }
  for (const line of [...HELP.split('\n'), ...lines]) expect(line.length, line).toBeLessThanOrEqual(112);
});

describe('the graphics device', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-peers-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The error of opening a device where the package `webgpu` is this code. */
  async function errorWith(name: string, code: string, manifest = '{"main":"index.cjs"}'): Promise<Error> {
    const home = path.join(folder, name);
    const at = path.join(home, 'node_modules/webgpu');
    mkdirSync(at, { recursive: true });
    writeFileSync(path.join(at, 'package.json'), manifest);
    writeFileSync(path.join(at, 'index.cjs'), code);
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(home);
    try {
      await openDevice(() => {});
    } catch (error) {
      return error as Error;
    } finally {
      cwd.mockRestore();
    }
    throw new Error('nothing was thrown');
  }

  const adapter = (request: string) =>
    `{ features: new Set(), limits: {}, info: {}, requestDevice: async () => { ${request} } }`;
  const gpu = (found: string) => `exports.create = () => ({ requestAdapter: async () => (${found}) })`;

  test.each([
    ['no adapter', gpu('null'), /^no graphics adapter was found/],
    [
      'an adapter without a device',
      gpu(adapter("throw new Error('out of handles')")),
      /^no graphics device: out of handles$/,
    ],
    ['an adapter that is lost', gpu("Promise.reject(new Error('driver reset'))"), /: driver reset$/],
    [
      'a library that is missing',
      "exports.create = () => { throw new Error('libvulkan.so.1 is missing') }",
      /^no graphics device: libvulkan.so.1 is missing$/,
    ],
    ['a broken package', "throw new Error('wrong architecture')", /does not start: wrong architecture$/],
  ])('says what really happened: %s', async (name, code, words) => {
    const error = await errorWith(name, code);
    expect(error).toMatchObject({ name: 'SetupError', cause: expect.any(Error) });
    expect(error.message).toMatch(words);
  });

  test('says that a package is broken, not that it is missing', async () => {
    const error = await errorWith('a broken manifest', '', '{');
    expect(error).toMatchObject({ name: 'SetupError', cause: expect.any(Error) });
    expect(error.message).toMatch(/the package webgpu is there .* does not start/);
  });
});

describe('inputs and outputs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-conv-'));
  const at = (name: string) => path.join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(at('in/deep/.hidden'), { recursive: true });
  mkdirSync(at('empty'));
  for (const name of ['a.JPG', 'a.png', 'b.webp', 'notes.txt', 'scan.tiff', '.c.png', 'deep/d.jpeg']) {
    writeFileSync(at(`in/${name}`), '');
  }
  const list = (inputs: string[], output: string, more = '') => {
    const command = parse(`${inputs.map(at).join(' ')} -o ${at(output)} -f sobel ${more}`);
    const { jobs, failures, otherCount } = listJobs(command);
    const short = (file: string) => path.relative(folder, file);
    return {
      jobs: jobs.map((job) => [short(job.input), short(job.output), job.format]),
      failures: failures.map(({ file, reason }) => `${short(file)}: ${reason.replaceAll(`${folder}/`, '')}`),
      otherCount,
    };
  };

  test('a file to a name, which tells the format', () => {
    expect(list(['in/a.JPG'], 'x.webp').jobs).toEqual([['in/a.JPG', 'x.webp', 'webp']]);
  });

  test('a file of another kind to a folder becomes a PNG', () => {
    expect(list(['in/scan.tiff'], 'out/').jobs).toEqual([['in/scan.tiff', 'out/scan.png', 'png']]);
  });

  test('the pictures of a folder, not of those in it', () => {
    expect(list(['in'], 'out')).toEqual({
      jobs: [
        ['in/a.JPG', 'out/a.JPG', 'jpeg'],
        ['in/a.png', 'out/a.png', 'png'],
        ['in/b.webp', 'out/b.webp', 'webp'],
      ],
      failures: [],
      otherCount: 2,
    });
  });

  test('those too, with --recursive; two that would become one file are told apart', () => {
    expect(list(['in'], 'in/out', '-r --format png')).toEqual({
      jobs: [
        ['in/a.JPG', 'in/out/a.png', 'png'],
        ['in/b.webp', 'in/out/b.png', 'png'],
        ['in/deep/d.jpeg', 'in/out/deep/d.png', 'png'],
      ],
      failures: ['in/a.png: left out: in/out/a.png is already the result of in/a.JPG'],
      otherCount: 2,
    });
  });

  test.each([
    [['in/a.png'], 'in/a.png', '', 'in/a.png: is its own input: choose another name or folder'],
    [['in/a.png'], 'in/', '--overwrite', 'in/a.png: is its own input: choose another name or folder'],
    [['in/a.png'], 'in/b.webp', '', 'in/b.webp: exists already; --overwrite replaces it'],
    [['gone.png'], 'x.png', '', 'gone.png: no such file or folder'],
    [['empty'], 'out', '', 'empty: no pictures in it (.jpg, .jpeg, .png, .webp)'],
  ])('%j to %s %s fails: %s', (inputs, output, more, failure) => {
    const { jobs, failures } = list(inputs, output, more);
    expect({ jobs, failures }).toEqual({ jobs: [], failures: [failure] });
  });

  test('each failure has its own reason', () => {
    symlinkSync('loop.png', at('loop.png'));
    mkdirSync(at('loops'));
    symlinkSync('b.png', at('loops/b.png'));
    const long = `${'a'.repeat(300)}.png`;
    expect(list(['loop.png', long, 'loops'], 'out').failures).toEqual([
      'loop.png: its symbolic links form a loop',
      `${long}: the name is too long`,
      'loops/b.png: its symbolic links form a loop',
    ]);
    mkdirSync(at('looped'));
    symlinkSync('a.png', at('looped/a.png'));
    expect(list(['in/a.png'], 'looped').failures).toEqual(['looped/a.png: its symbolic links form a loop']);
    expect(() => list(['in/a.png'], long)).toThrow(/: the name is too long$/);
  });

  test('a folder that cannot be read is reported, and the rest is done', () => {
    const { readdirSync } = fs;
    const refuse = ((folder: string, ...rest: []) => {
      if (folder.endsWith('deep')) throw Object.assign(new Error('refused'), { code: 'EACCES' });
      return readdirSync(folder, ...rest);
    }) as typeof readdirSync;
    Object.assign(fs, { readdirSync: refuse });
    syncBuiltinESMExports();
    try {
      const { jobs, failures } = list(['in', 'in/deep'], 'out', '-r');
      expect(jobs).toHaveLength(3);
      expect(failures).toEqual(['in/deep: permission denied', 'in/deep: permission denied']);
    } finally {
      Object.assign(fs, { readdirSync });
      syncBuiltinESMExports();
    }
  });

  test('what exists is replaced where that is asked for', () => {
    expect(list(['in/a.png'], 'in/b.webp', '--overwrite').jobs).toEqual([['in/a.png', 'in/b.webp', 'webp']]);
  });

  test.each([
    [['in/a.png'], 'x.bmp', '', /ends with .jpg, .jpeg, .png, .webp/],
    [['in'], 'in/a.png', '', /is a file, but several pictures go into a folder/],
    [['in/a.png'], 'x.jpg', '--format png', /contradict/],
  ])('%j to %s %s is refused', (inputs, output, more, words) => {
    expect(() => list(inputs, output, more)).toThrow(words);
  });
});
