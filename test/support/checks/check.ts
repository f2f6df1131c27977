import type { Delivery } from '../../../lib/config/delivery';
import { DELIVERIES, DELIVERY_NAMES } from '../deliveries';
import { synthesize } from '../synthesized';
import { type Properties, type Resource, resourcesIn, type SynthesizedStack } from '../template';

export interface CheckedApp {
  readonly delivery: Delivery;
  readonly stacks: readonly SynthesizedStack[];
}

/** What is wrong with an app's templates, one line for each finding. */
export type Find = (app: CheckedApp) => string[];

/** A check of all templates of all configurations, and defects that it must find. */
export interface Check {
  /** What is true, as a sentence. */
  readonly title: string;
  readonly find: Find;
  readonly planted: readonly Planted[];
}

export interface Planted {
  readonly defect: string;
  readonly plant: (stacks: readonly SynthesizedStack[]) => void;
  readonly finding: RegExp;
}

export function appOf(name: keyof typeof DELIVERIES): CheckedApp {
  const delivery = DELIVERIES[name];
  return { delivery, stacks: synthesize(delivery) };
}

/** Declares the tests that a list of checks finds nothing in any delivery. */
export function testChecks(checks: readonly Check[]): void {
  describe.each(checks)('$title', ({ find }) => {
    test.each(DELIVERY_NAMES)('%s', (name) => {
      expect(find(appOf(name))).toEqual([]);
    });
  });
}

/** Declares the tests that each of a list of checks finds its defects: it looks at all templates for each of them. */
export function testDefects(checks: readonly Check[]): void {
  describe.each(checks)('$title', ({ find, planted }) => {
    // Found once, by whichever test needs it first.
    let known: readonly string[] | undefined;

    test.each(planted)('else it is found: $defect', ({ plant, finding }) => {
      const { delivery, stacks } = appOf('acme');
      const spoilt = spoiltBy(plant, stacks);
      known ??= find({ delivery, stacks });
      const before = known;
      const news = find({ delivery, stacks: spoilt }).filter((line) => !before.includes(line));
      expect(news).toContainEqual(expect.stringMatching(finding));
    });
  });
}

/**
 * The templates with a defect in them. The properties that it looks at are copies, as are the lists of resources: whatever
 * else there is belongs to all tests, and a defect must not change it in place.
 */
function spoiltBy(plant: Planted['plant'], stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  let isPlanting = true;
  const copied = ({ Properties, ...others }: Resource): Resource => {
    let copy: Resource['Properties'];
    return {
      ...others,
      get Properties() {
        // Takes half the time of structuredClone().
        if (isPlanting && Properties) copy ??= JSON.parse(JSON.stringify(Properties));
        return copy ?? Properties;
      },
    };
  };
  const spoilt = stacks.map((stack) => {
    const resources = Object.entries(stack.template.Resources).map(([id, resource]) => [id, copied(resource)]);
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) } };
  });
  plant(spoilt);
  isPlanting = false;
  return spoilt;
}

/** Plants a defect in the first resource of a type, or the first that is asked for. */
export function change(
  type: string,
  spoil: (properties: Properties) => void,
  wanted: (properties: Properties) => boolean = () => true,
): (stacks: readonly SynthesizedStack[]) => void {
  return (stacks) => spoil(resourcesIn(stacks, type).find(({ properties }) => wanted(properties))!.properties);
}

/** Plants a resource of its own. */
export function add(Type: string, Properties: Properties): (stacks: readonly SynthesizedStack[]) => void {
  return ([stack]) => {
    stack!.template.Resources['Planted'] = { Type, Properties };
  };
}
