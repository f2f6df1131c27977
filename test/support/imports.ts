import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

/** One import, export from, `import()` or `require()`. */
export interface Import {
  /** The importing file, from the project's directory. */
  readonly from: string;
  /** The imported file, or the module's name as it is written for a package. */
  readonly to: string;
  /** Gone once the code is compiled. */
  readonly isType: boolean;
}

/** Everything that the TypeScript files below some directories of the project import, as TypeScript's parser sees it. */
export function importsIn(project: string, directories: readonly string[]): Import[] {
  return directories
    .flatMap((directory) => sources(join(project, directory)))
    .flatMap((file) => importsOf(relative(project, file), readFileSync(file, 'utf8'), project));
}

const SKIPPED = ['node_modules', 'dist', 'coverage', 'reports'];

function sources(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : sources(path);
    return /\.[cm]?ts$/.test(entry.name) ? [path] : [];
  });
}

export function importsOf(file: string, text: string, project: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file, to: target(project, file, specifier.text), isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** `import type` as well as `import { type A, type B }`. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

function isLoading(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

/** `lib/build/constants.ts` for `./constants` in a file of lib/build. */
function target(project: string, file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = resolve(project, dirname(file), specifier);
  const candidates = [path, `${path}.ts`, path.replace(/\.([cm]?)js$/, '.$1ts'), join(path, 'index.ts')];
  const existing = candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(candidate));
  return relative(project, existing ?? path);
}

/** Each group of nodes that can be reached from each other, in alphabetical order. */
export function cyclesIn(edges: readonly (readonly [from: string, to: string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from === to) continue;
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const to of next.get(from) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      reach(to, seen);
    }
    return seen;
  };
  const reached = new Map([...next.keys()].map((node) => [node, reach(node)]));
  const groups = [...next.keys()]
    .filter((node) => reached.get(node)!.has(node))
    .map((node) => [...reached.get(node)!].filter((other) => reached.get(other)?.has(node)).sort());
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}
