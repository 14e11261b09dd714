// The vite plugin behind `import shader from './x.wgsl'`, which gives `{ name, code }`. A shader is a valid WGSL module
// as it stands; a block in it from `// linked: y.wgsl` to `// end` stands in for shared code. The plugin puts y.wgsl, from
// the shader's own folder or from shaders/shared, in the block's place.
import { existsSync } from 'node:fs';
import path from 'node:path';

const BLOCK = /^\/\/ linked: (\S+)\n[\s\S]*?^\/\/ end$/gm;

/**
 * Splits a shader at its blocks: text, linked file, text, …, text.
 * @param {string} source
 */
export function splitAtLinks(source) {
  return source.split(new RegExp(BLOCK.source, 'gm'));
}

/** @returns {import('vite').Plugin} */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(source, id) {
      if (!id.endsWith('.wgsl')) return undefined;
      const [folder, name] = [path.dirname(id), path.basename(id, '.wgsl')];
      const parts = splitAtLinks(source);
      const links = parts.filter((_, index) => index % 2 === 1);
      const imports = links.map(
        (file, index) => `import link${index} from ${JSON.stringify(place(folder, file))};\n`,
      );
      const texts = parts.map((part, index) =>
        index % 2 === 1 ? `link${(index - 1) / 2}.code` : JSON.stringify(part),
      );
      const code = `${imports.join('')}export default { name: ${JSON.stringify(name)}, code: ${texts.join(' + ')} };\n`;
      return { code, map: { mappings: '' } };
    },
  };
}

/**
 * @param {string} folder
 * @param {string} file
 */
function place(folder, file) {
  return existsSync(path.join(folder, file)) ? `./${file}` : `../shared/${file}`;
}
