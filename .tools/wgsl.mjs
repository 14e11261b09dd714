// The vite plugin behind `import shader from './x.wgsl'`, which gives `{ name, code }`. A shader is a valid WGSL module
// as it stands; a block in it from `// linked: y.wgsl` to `// end` stands in for shared code. The plugin puts y.wgsl, from
// the shader's own folder or from shaders/shared, in the block's place.
import { existsSync } from 'node:fs';
import path from 'node:path';

const OPENING = /^\/\/ linked: \S+$/m;
const BLOCK = /^\/\/ linked: (\S+)\n(?:(?!\/\/ linked: \S+$)[^\n]*\n)*?\/\/ end$/gm;

/**
 * Splits a shader at its blocks: text, linked file, text, …, text.
 * @param {string} source
 * @throws {Error} if a block has no end, or an end no block.
 */
export function splitAtLinks(source) {
  const parts = source.split(BLOCK);
  for (const text of parts.filter((_, index) => index % 2 === 0)) {
    const opening = OPENING.exec(text);
    if (opening) throw new Error(`'${opening[0]}' has no '// end'`);
    if (/^\/\/ end$/m.test(text)) throw new Error("'// end' ends no block");
  }
  return parts;
}

/** @returns {import('vite').Plugin} */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(source, id) {
      return id.endsWith('.wgsl') ? { code: moduleOf(source, id), map: { mappings: '' } } : undefined;
    },
  };
}

/**
 * The JavaScript module of a shader: its code is put together from its own text and the modules it links.
 * @param {string} source
 * @param {string} file
 */
function moduleOf(source, file) {
  const name = path.basename(file, '.wgsl');
  try {
    const parts = splitAtLinks(source);
    const imports = parts.map((link, index) =>
      index % 2 === 1 ? `import link${index} from ${JSON.stringify(place(path.dirname(file), link))};\n` : '',
    );
    const code = parts.map((text, index) => (index % 2 === 1 ? `link${index}.code` : JSON.stringify(text)));
    return `${imports.join('')}export default { name: ${JSON.stringify(name)}, code: ${code.join(' + ')} };\n`;
  } catch (error) {
    throw new Error(`${name}.wgsl: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * @param {string} folder
 * @param {string} file
 * @throws {Error} if there is no such file.
 */
function place(folder, file) {
  const found = [`./${file}`, `../shared/${file}`].find((each) => existsSync(path.join(folder, each)));
  if (!found) throw new Error(`'// linked: ${file}' names no file of its own folder or of shaders/shared`);
  return found;
}
