import { ResourceType, type VariableInfo, WgslReflect } from 'wgsl_reflect';
import type { BindingAccess } from '../../src/wgsl/bindings.ts';

/** A `@binding` as WGSL text declares it. */
export interface DeclaredBinding {
  name: string;
  access: BindingAccess;
}

/** Module-scope bindings of group 0, in the order of their numbers, which have no gaps. */
export function declaredBindings(code: string): DeclaredBinding[] {
  const groups = new WgslReflect(withoutFunctions(code)).getBindGroups();
  if (groups.length > 1) throw new Error(`expected bind group 0 alone, found ${groups.length} groups`);
  return Array.from(groups[0] ?? [], (variable: VariableInfo | undefined, binding) => {
    if (!variable) throw new Error(`no variable at @binding(${binding})`);
    return { name: variable.name, access: accessOf(variable) };
  });
}

function accessOf({ resourceType, access }: VariableInfo): BindingAccess {
  if (resourceType === ResourceType.Texture) return 'texture';
  if (resourceType === ResourceType.Sampler) return 'sampler';
  return access === 'read_write' ? 'write' : 'read';
}

/** Only declarations: wgsl_reflect refuses some expressions, and bindings need none. */
function withoutFunctions(code: string): string {
  return code.replace(/^fn .*\}.*$/gm, '').replace(/^(@compute[^{]*|fn [^{]*)\{[\s\S]*?^\}/gm, '');
}

/**
 * Module-scope declarations by name, as far as code that uses them depends on them: parameters and result of a function,
 * members of a structure, type of a constant or variable.
 */
export function declarationsOf(code: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of splitDeclarations(code.replace(/\/\/.*/g, ''))) {
    const name = /(?:fn|const|override|struct|alias|var(?:<[^>]*>)?) (\w+)/.exec(text)?.[1];
    if (!name) throw new Error(`no declaration: ${text}`);
    if (found.has(name)) throw new Error(`${name} is declared twice`);
    found.set(name, signatureOf(text));
  }
  return found;
}

/** Texts up to a semicolon or a closing brace outside all braces. */
function splitDeclarations(code: string): string[] {
  const texts: string[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: mark, index } of code.matchAll(/[{};]/g)) {
    if (mark === '{') depth++;
    if (mark === '}') depth--;
    if (depth > 0 || mark === '{') continue;
    texts.push(code.slice(start, index + 1).trim());
    start = index + 1;
  }
  return texts.filter((text) => text !== ';' && !/^(enable|diagnostic|requires)\b/.test(text));
}

function signatureOf(text: string): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/, ?([)}])/g, (_, end) => (end === '}' ? ' }' : end))
    .replace('( ', '(');
  if (plain.startsWith('struct') || plain.startsWith('@') || plain.startsWith('var'))
    return plain.replace(/;$/, '');
  if (plain.startsWith('alias')) return plain.replace(/ =.*/, '');
  const [head, value] = plain.split(/ = | ?\{/, 2);
  if (!plain.startsWith('const') || head.includes(':')) return head;
  const suffix = /^-?[\d.]+(?:e-?\d+)?([uifh]?);$/.exec(value)?.[1];
  return `${head} = ${suffix ?? (/^(true|false);$/.test(value) ? 'bool' : value)}`;
}
