import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Repository-relative paths of a folder's files that end in `extension`, with `/` between folders. */
export function listFiles(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort();
}

/** What a file imports, types and dynamic imports too: relative specifiers as repository paths, others as written. */
export function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  return importedFiles.map(({ fileName }) => resolveSpecifier(file, fileName));
}

/** What a file imports or re-exports when it runs: `import type` and `export type` are gone by then. */
export function runtimeImportsOf(file: string): string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const isTypeOnly = isImport ? statement.importClause?.isTypeOnly : statement.isTypeOnly;
    const { moduleSpecifier } = statement;
    if (isTypeOnly || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    return [resolveSpecifier(file, moduleSpecifier.text)];
  });
}

function resolveSpecifier(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return resolveSource(path.posix.join(path.dirname(file), specifier.replace(/\?.*$/, '')));
}

/** A path as imports may write it (no extension, or a folder), as the path of the file. */
function resolveSource(target: string): string {
  const candidates = [target, `${target}.ts`, `${target}/index.ts`];
  return candidates.find((file) => path.extname(file) && existsSync(file)) ?? target;
}

/** Every circle among the files, each as the files that import one another, first one repeated last. */
export function findCircles(files: string[], imports: (file: string) => string[]): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const start = trail.indexOf(file);
    if (start >= 0) circles.push([...trail.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    trail.push(file);
    for (const target of imports(file)) if (files.includes(target)) visit(target);
    trail.pop();
    done.add(file);
  };
  files.forEach(visit);
  return circles;
}
