import { join } from 'node:path';
import { cyclesIn, type Import, importsIn, importsOf } from '../support/imports';

const PROJECT = join(__dirname, '../..');
const imports = importsIn(PROJECT, ['bin', 'config', 'lib']);

type Rule = (imports: readonly Import[]) => string[];

const text = ({ from, to }: Import) => `${from} → ${to}`;
const isIn = (directory: string) => (file: string) => file.startsWith(`${directory}/`);
const isStack = (file: string) => file.endsWith('-stack.ts');
/** Code that runs elsewhere: in a build or in Lambda. */
const runsElsewhere = (file: string) => /\.(program|lambda)\.ts$/.test(file);
const isCdk = (module: string) => /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/.test(module);
const isConstants = (file: string) => file.endsWith('/constants.ts');
/** The folder of a file in lib: what changes together. */
const capability = (file: string) => /^lib\/([^/]+)\//.exec(file)?.[1];

/** All files that come along with a file, itself not counted; packages too. */
function broughtBy(file: string, all: readonly Import[], seen = new Set<string>()): Set<string> {
  for (const { to } of all.filter(({ from, isType }) => from === file && !isType)) {
    if (seen.has(to)) continue;
    seen.add(to);
    broughtBy(to, all, seen);
  }
  return seen;
}

interface Described {
  readonly title: string;
  readonly rule: Rule;
  /** Imports of which the last breaks the rule. */
  readonly broken: readonly (readonly [from: string, to: string, isType?: boolean])[];
}

const RULES: readonly Described[] = [
  {
    title: 'nothing in lib imports from bin, config, test or services',
    rule: (all) =>
      all.filter(({ from, to }) => isIn('lib')(from) && /^(bin|config|test|services)\//.test(to)).map(text),
    broken: [['lib/a/b.ts', 'config/sandbox.ts', true]],
  },
  {
    title: 'bin imports from lib/app and lib/config only',
    rule: (all) =>
      all.filter(({ from, to }) => isIn('bin')(from) && isIn('lib')(to) && !/^lib\/(app|config)\//.test(to)).map(text),
    broken: [['bin/slipway.ts', 'lib/cluster/cluster-stack.ts']],
  },
  {
    title: 'a configuration imports only the type of what it states, and the words for it',
    rule: (all) =>
      all
        .filter(({ from }) => isIn('config')(from))
        .filter(({ to, isType }) => !(isType && to === 'lib/config/input.ts') && to !== 'lib/config/words.ts')
        .map(text),
    broken: [['config/sandbox.ts', 'lib/config/input.ts', false]],
  },
  {
    title: 'stacks meet in lib/app alone',
    rule: (all) => all.filter(({ from, to }) => isIn('lib')(from) && !isIn('lib/app')(from) && isStack(to)).map(text),
    broken: [['lib/compute/access.ts', 'lib/compute/service-stack.ts', true]],
  },
  {
    title: 'only lib/app imports from lib/app',
    rule: (all) =>
      all.filter(({ from, to }) => isIn('lib')(from) && !isIn('lib/app')(from) && isIn('lib/app')(to)).map(text),
    broken: [['lib/shared/life.ts', 'lib/app/tagging.ts']],
  },
  {
    title: 'constants import nothing but constants',
    rule: (all) => all.filter(({ from, to }) => isConstants(from) && !isConstants(to)).map(text),
    broken: [['lib/build/constants.ts', 'lib/build/build-project.ts']],
  },
  {
    title: 'programs and handlers come without CDK',
    rule: (all) =>
      [...new Set(all.map(({ from }) => from))]
        .filter(runsElsewhere)
        .flatMap((file) => [...broughtBy(file, all)].filter(isCdk).map((module) => `${file} brings ${module}`)),
    broken: [
      ['lib/build/x.program.ts', 'lib/build/helper.ts'],
      ['lib/build/helper.ts', 'aws-cdk-lib/aws-ecs'],
    ],
  },
  {
    // Types count as well: who reads one folder has to read the other.
    title: 'capabilities do not import each other in a circle',
    rule: (all) => {
      const between = all.flatMap(({ from, to }) => {
        const edge = [capability(from), capability(to)] as const;
        return edge[0] && edge[1] ? [[edge[0], edge[1]] as const] : [];
      });
      return cyclesIn(between).map((circle) => {
        const inside = all.filter(({ from, to }) => {
          const [one, other] = [capability(from)!, capability(to)!];
          return one !== other && circle.includes(one) && circle.includes(other);
        });
        return [circle.join(' ↔ '), ...inside.map(text).sort()].join('\n  ');
      });
    },
    broken: [
      ['lib/a/x.ts', 'lib/b/y.ts'],
      ['lib/b/z.ts', 'lib/c/y.ts', true],
      ['lib/c/x.ts', 'lib/a/y.ts', true],
    ],
  },
  {
    title: 'files do not import each other in a circle',
    rule: (all) =>
      cyclesIn(all.filter(({ isType }) => !isType).map(({ from, to }) => [from, to])).map((one) => one.join(' ↔ ')),
    broken: [
      ['lib/a/x.ts', 'lib/a/y.ts'],
      ['lib/a/y.ts', 'lib/a/x.ts'],
    ],
  },
];

describe.each(RULES)('$title', ({ rule, broken }) => {
  test('in this project', () => {
    expect(rule(imports)).toEqual([]);
  });

  test('else it is found', () => {
    expect(rule(broken.map(([from, to, isType = false]) => ({ from, to, isType })))).toHaveLength(1);
  });
});

describe('services', () => {
  const outside = (all: readonly Import[]) =>
    all.filter(
      ({ from, to }) =>
        to.startsWith('.') ||
        (to.includes('/') &&
          /^(bin|config|lib|test|services)\//.test(to) &&
          !to.startsWith(`${from.split('/').slice(0, 2).join('/')}/`)),
    );

  test('import nothing from outside their own directory', () => {
    const all = importsIn(PROJECT, ['services']);
    expect(all.length).toBeGreaterThan(100);
    expect(outside(all).map(text)).toEqual([]);
  });

  test.each(['../../../lib/shared/names', '../../orders/src/app.js'])('else it is found: %s', (module) => {
    expect(outside(importsOf('services/web/src/app.ts', `import { a } from '${module}';`, PROJECT))).toHaveLength(1);
  });
});

describe('imports', () => {
  test.each([
    ["import { a } from './constants';", false],
    ["import type { a } from './constants';", true],
    ["import { type a, type b } from './constants';", true],
    ["import { type a, b } from './constants';", false],
    ["import './constants';", false],
    ["export * from './constants';", false],
    ["export type { a } from './constants';", true],
    ["const a = require('./constants');", false],
    ["const a = import('./constants');", false],
    ["let a: import('./constants').A;", true],
    ["import a = require('./constants');", false],
  ])('are found: %s', (source, isType) => {
    const from = 'lib/build/x.ts';
    expect(importsOf(from, source, PROJECT)).toEqual([{ from, to: 'lib/build/constants.ts', isType }]);
  });

  test('of the project are found', () => {
    expect(imports).toContainEqual({ from: 'bin/slipway.ts', to: 'lib/app/delivery-app.ts', isType: false });
    expect(imports.filter(({ to }) => /^(bin|config|lib)\//.test(to) && !/\.(ts|json)$/.test(to))).toEqual([]);
  });
});
