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
