import * as fc from 'fast-check';
import { resolveDelivery } from '../../lib/config/resolve';
import { problemsOf } from '../../lib/config/validate';
import { badDeliveries, validDeliveries, veryBadDeliveries } from '../support/configs';
import { SERVICE_DIRECTORY } from './problems';

const options = { baseDirectory: __dirname };

test('every valid configuration resolves, each service in each environment', () => {
  fc.assert(
    fc.property(validDeliveries(SERVICE_DIRECTORY), (input) => {
      const delivery = resolveDelivery(input, options);
      const names = delivery.environments.map((environment) => environment.name);
      for (const service of delivery.services) expect(Object.keys(service.in)).toEqual(names);
      expect(delivery.releaseLines.flatMap((line) => line.environments)).toEqual(
        expect.arrayContaining([...delivery.environments]),
      );
    }),
  );
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

test('whatever stands in the file, the answer is problems and no crash', () => {
  const junk = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, 1, '', 'dev', true, []), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(
      fc.constantFrom(
        'name',
        'environments',
        'services',
        'releaseLines',
        'network',
        'cidr',
        'table',
        'calls',
        'branch',
        'variables',
      ),
      tie('value'),
    ),
  })).object;
  fc.assert(fc.property(junk, (input) => expect(problemsOf(input, __dirname).length).toBeGreaterThan(0)));
});
