import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';
import * as ts from 'typescript';
import type { Template } from '../cloudformation/template';

/** A file in the place of the one on the disk. */
export interface Replaced {
  readonly path: string;
  readonly text: string;
}

/**
 * What TypeScript says of files, each changed by itself: for each its errors beyond those of the file on the disk. Packages
 * other than `constructs` are not looked at, which would take longer than all the rest; what comes from them has any type.
 *
 * @param project its directory, with tsconfig.json
 */
export function typeErrors(project: string, changed: readonly Replaced[]): readonly (readonly string[])[] {
  const { config } = ts.readConfigFile(join(project, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: [] }, project);
  const host = ts.createCompilerHost(options, true);
  const files = new Map<string, string>();
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, ...others) => {
    const text = files.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, others[0], true);
    if (!parsed.has(path)) parsed.set(path, getSourceFile.call(host, path, ...others));
    return parsed.get(path);
  };
  host.resolveModuleNameLiterals = (literals, from, redirected, own) =>
    literals.map(({ text }) => {
      const isLookedAt = text.startsWith('.') || text === 'constructs';
      return isLookedAt
        ? ts.resolveModuleName(text, from, own, host, undefined, redirected)
        : { resolvedModule: undefined };
    });
  let last: ts.Program | undefined;
  const errorsOf = (path: string): string[] => {
    last = ts.createProgram([path], options, host, last);
    const file = last.getSourceFile(path)!;
    return [...last.getSyntacticDiagnostics(file), ...last.getSemanticDiagnostics(file)].map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n').split('\n').at(-1)!.trim(),
    );
  };
  return changed.map(({ path, text }) => {
    const file = join(project, path);
    const before = errorsOf(file);
    files.set(file, text);
    const after = errorsOf(file);
    files.delete(file);
    return after.filter((error) => !before.includes(error));
  });
}

/** What CloudFormation's rules, which the CDK brings and a strict synth applies, find in templates: for each `rule: finding`. */
export function schemaFindings(templates: readonly Template[]): readonly (readonly string[])[] {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-templates-'));
  try {
    const paths = templates.map((template, index) => {
      const path = join(directory, `${index}.template.json`);
      writeFileSync(path, JSON.stringify(template));
      return path;
    });
    const { violations } = new CloudFormationValidatePlugin().validate({
      appConstruct: new App({ outdir: join(directory, 'app') }),
      templatePaths: paths,
      stackTemplates: paths.map((templatePath, index) => ({
        stackConstructPath: `${index}`,
        templatePath,
        accountId: undefined,
        region: undefined,
      })),
    });
    return paths.map((path) =>
      violations
        .filter(({ violatingResources }) => violatingResources.some(({ templatePath }) => templatePath === path))
        .map(({ ruleName, description }) => `${ruleName}: ${description}`),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}
