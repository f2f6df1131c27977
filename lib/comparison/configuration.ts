import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import type { Delivery } from '../config/delivery';
import { resolveDelivery } from '../config/resolve';
import * as words from '../config/words';

/** A change of a file as a person makes it. */
export interface Edit {
  /** Stands there once, or is the first behind `after`. */
  readonly find: string;
  readonly replace: string;
  /** Stands there once. @default - the whole file is looked through */
  readonly after?: string;
}

/** @throws if what is to be replaced is not there, or could be one of several */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((current, { find, replace, after }) => {
    const start = after === undefined ? 0 : only(current, after) + after.length;
    const place = after === undefined ? only(current, find) : current.indexOf(find, start);
    if (place < 0) throw new Error(`'${find}' is not there behind '${after}'`);
    return `${current.slice(0, place)}${replace}${current.slice(place + find.length)}`;
  }, text);
}

function only(text: string, part: string): number {
  const count = text.split(part).length - 1;
  if (count !== 1) throw new Error(`'${part}' is there ${count} times, and must be there once`);
  return text.indexOf(part);
}

/**
 * The delivery of a configuration's text, which need not be in a file. Types are not looked at.
 *
 * @param source what messages call it
 * @param baseDirectory from which directories of services count
 * @throws ConfigurationError if it is not valid
 */
export function deliveryOf(text: string, source: string, baseDirectory: string): Delivery {
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const exported: { default?: unknown } = {};
  const load = (module: string) => {
    if (module === '../lib/config/words') return words;
    throw new Error(`${source} imports ${module}, and a configuration imports its words alone`);
  };
  new Function('exports', 'require', outputText)(exported, load);
  return resolveDelivery(exported.default, { baseDirectory, source });
}
