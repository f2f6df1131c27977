import { isObject, isSame } from '../cloudformation/template';
import { byHand } from './by-hand';
import { type LineDifference, lineDifference, sumOf } from './line-difference';
import type { StackTemplate } from './synthesized';
import { yamlLines } from './yaml';

/** What a change of a configuration does to the templates: what one would write by hand instead. */
export interface Effect {
  readonly stacks: { readonly added: number; readonly changed: number };
  readonly resources: { readonly added: number; readonly changed: number; readonly removed: number };
  /** Of the templates' YAML. */
  readonly lines: LineDifference;
}

/** The parts of a template: each resource, output and so on by itself. */
type Parts = ReadonlyMap<string, unknown>;

export function effectBetween(before: readonly StackTemplate[], after: readonly StackTemplate[]): Effect {
  const old = new Map(before.map(({ name, template }) => [name, partsOf(template)]));
  const none: Parts = new Map();
  const effects = after
    .map(({ name, template }) => ({ isNew: !old.has(name), ...effectOn(old.get(name) ?? none, partsOf(template)) }))
    .filter(({ lines }) => lines.added + lines.removed > 0);
  const sum = (of: (effect: (typeof effects)[number]) => number) => effects.reduce((total, one) => total + of(one), 0);
  return {
    stacks: {
      added: effects.filter(({ isNew }) => isNew).length,
      changed: effects.filter(({ isNew }) => !isNew).length,
    },
    resources: {
      added: sum(({ resources }) => resources.added),
      changed: sum(({ resources }) => resources.changed),
      removed: sum(({ resources }) => resources.removed),
    },
    lines: sumOf(effects.map(({ lines }) => lines)),
  };
}

function effectOn(before: Parts, after: Parts): Pick<Effect, 'resources' | 'lines'> {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  const different = ids.filter((id) => !isSame(before.get(id), after.get(id)));
  const resources = different.filter((id) => id.startsWith('Resources/'));
  return {
    resources: {
      added: resources.filter((id) => !before.has(id)).length,
      changed: resources.filter((id) => before.has(id) && after.has(id)).length,
      removed: resources.filter((id) => !after.has(id)).length,
    },
    lines: sumOf(different.map((id) => lineDifference(linesOf(id, before.get(id)), linesOf(id, after.get(id))))),
  };
}

function linesOf(id: string, part: unknown): readonly string[] {
  return part === undefined ? [] : yamlLines({ [id.slice(id.indexOf('/') + 1)]: part });
}

function partsOf(template: unknown): Parts {
  const sections = Object.entries(byHand(template as Readonly<Record<string, unknown>>));
  return new Map(
    sections.flatMap(([section, content]): [string, unknown][] =>
      isObject(content)
        ? Object.entries(content).map(([id, part]) => [`${section}/${id}`, part])
        : [[`Template/${section}`, content]],
    ),
  );
}
