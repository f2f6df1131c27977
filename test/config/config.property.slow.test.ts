import * as fc from 'fast-check';
import { isPattern, overlap } from '../../lib/config/branches';
import { LARGEST_VALIDATION_BYTES } from '../../lib/config/constants';
import { resolveDelivery } from '../../lib/config/resolve';
import { problemsOf } from '../../lib/config/validate';
import { validDeliveries } from '../support/configs';
import { badDeliveries, veryBadDeliveries } from '../support/mistakes';
import { runs } from '../support/runs';
import { SERVICE_DIRECTORY } from './problems';

const options = { baseDirectory: __dirname };

describe('every valid configuration resolves', () => {
  const holds = (property: (delivery: ReturnType<typeof resolveDelivery>) => void) =>
    fc.assert(
      fc.property(validDeliveries(SERVICE_DIRECTORY), (input) => property(resolveDelivery(input, options))),
      { numRuns: runs(40) },
    );

  test('with each service in each environment', () => {
    holds(({ environments, services }) => {
      const names = environments.map((environment) => environment.name);
      for (const service of services) expect(Object.keys(service.in)).toEqual(names);
    });
  });

  test('with each environment in one release line, production last', () => {
    holds(({ environments, releaseLines }) => {
      const placed = releaseLines.flatMap((line) => line.environments);
      expect(placed).toHaveLength(environments.length);
      expect(placed).toEqual(expect.arrayContaining([...environments]));
      for (const line of releaseLines) {
        const stages = line.environments.map(({ production }) => Number(production));
        expect(stages).toEqual([...stages].sort());
      }
    });
  });

  test('with no branch that means two things, and a name for where each pipeline starts', () => {
    holds(({ releaseLines, branching }) => {
      const all = [...releaseLines.flatMap(({ branches }) => branches), ...branching.verified];
      all.forEach((branch, index) => {
        expect(all.slice(0, index).filter((other) => overlap(other, branch))).toEqual([]);
      });
      for (const { sourceBranch } of releaseLines) expect(isPattern(sourceBranch)).toBe(false);
    });
  });

  test('with tests in environments that are not production', () => {
    holds(({ environments, services }) => {
      const ordinary = environments.filter(({ production }) => !production).map(({ name }) => name);
      for (const { tests } of services) {
        for (const test of [tests.integration, tests.acceptance, tests.load]) {
          if (!test) continue;
          expect(test.in.length).toBeGreaterThan(0);
          expect(ordinary).toEqual(expect.arrayContaining([...test.in]));
        }
      }
    });
  });

  test('with a directory for the code that the delivery keeps, and no other', () => {
    holds(({ services }) => {
      for (const { source, directory } of services) {
        expect(directory).toBe(source.kind === 'codecommit' ? SERVICE_DIRECTORY : undefined);
      }
    });
  });

  test('with validations that fit their function', () => {
    holds(({ services }) => {
      for (const service of services) {
        for (const { validation } of Object.values(service.in)) {
          expect(JSON.stringify(validation).length).toBeLessThanOrEqual(LARGEST_VALIDATION_BYTES);
        }
      }
    });
  });
});

test('every mistake gets its message at its path', () => {
  fc.assert(
    fc.property(badDeliveries(SERVICE_DIRECTORY), ({ input, path, message }) => {
      expect(problemsOf(input, __dirname)).toContainEqual(expect.objectContaining({ path, message }));
    }),
  );
});

test('mistakes made together are reported together, each once', () => {
  fc.assert(
    fc.property(veryBadDeliveries(SERVICE_DIRECTORY), ({ input, problems }) => {
      const found = problemsOf(input, __dirname).map(({ path, message }) => `${path}: ${message}`);
      for (const { path, message } of problems) expect(found).toContain(`${path}: ${message}`);
      expect(new Set(found).size).toBe(found.length);
    }),
  );
});

describe('whatever stands in the file, the answer is problems and no crash', () => {
  const junk = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, 1, '', 'dev', true, []), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(
      fc.constantFrom(
        'name',
        'environments',
        'services',
        'branching',
        'releaseLines',
        'network',
        'cidr',
        'kind',
        'calls',
      ),
      tie('value'),
    ),
  }));

  test('also if nothing is right', () => {
    fc.assert(fc.property(junk.object, (input) => expect(problemsOf(input, __dirname).length).toBeGreaterThan(0)));
  });

  test('also if one place is wrong', () => {
    fc.assert(
      fc.property(validDeliveries(SERVICE_DIRECTORY), fc.nat(), junk.value, (valid, place, value) => {
        const input = structuredClone(valid);
        const places = placesIn(input);
        const [holder, key] = places[place % places.length]!;
        holder[key] = value;
        expect(() => problemsOf(input, __dirname)).not.toThrow();
      }),
      { numRuns: runs(80) },
    );
  });
});

type Holder = Record<string, unknown>;

/** Every member and item of a configuration, with what it stands in. */
function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [value as Holder, key] as [Holder, string],
    ...placesIn(inner),
  ]);
}
