import type { ReleaseLineInput } from '../../lib/config/input';
import { problemsAfter } from './problems';

/** The lines for these release lines in a delivery of dev, test and prod. */
function problemsOf(lines: readonly ReleaseLineInput[] | undefined): string[] {
  return problemsAfter((delivery) =>
    Object.assign(delivery, {
      environments: [
        { name: 'dev' },
        { name: 'test', network: { cidr: '10.1.0.0/16' } },
        { name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true },
      ],
      releaseLines: lines,
    }),
  );
}

describe('release lines', () => {
  test('may be one for each environment', () => {
    expect(
      problemsOf([
        { branch: 'develop', environments: ['dev'] },
        { branch: 'release', environments: ['test'] },
        { branch: 'main', environments: ['prod'] },
      ]),
    ).toEqual([]);
  });

  test('lead to environments that exist', () => {
    expect(problemsOf([{ branch: 'main', environments: ['dev', 'tset', 'prod'] }])).toEqual([
      "releaseLines[0].environments[1]: is no environment of this delivery (got 'tset', allowed dev, test, prod)",
    ]);
  });

  test('lead to each environment', () => {
    expect(problemsOf([{ branch: 'main', environments: ['dev', 'prod'] }])).toEqual([
      'environments[1].name: stands in no release line, so nothing would ever be deployed there ' +
        "(got 'test', allowed a place in releaseLines)",
    ]);
  });

  test('lead to each environment once', () => {
    expect(problemsOf([{ branch: 'main', environments: ['dev', 'test', 'dev', 'prod'] }])).toEqual([
      'releaseLines[0].environments[2]: is the same as releaseLines[0].environments[0] ' +
        "(got 'dev', allowed each environment once, in one line)",
    ]);
  });

  test('do not share an environment', () => {
    expect(
      problemsOf([
        { branch: 'develop', environments: ['dev', 'test'] },
        { branch: 'main', environments: ['test', 'prod'] },
      ]),
    ).toEqual([
      'releaseLines[1].environments[0]: is the same as releaseLines[0].environments[1] ' +
        "(got 'test', allowed each environment once, in one line)",
    ]);
  });

  test('end in production', () => {
    expect(problemsOf([{ branch: 'main', environments: ['dev', 'prod', 'test'] }])).toEqual([
      "releaseLines[0].environments[1]: is production and must come last in its line, but 'test' follows " +
        "(got 'prod', allowed after all that are not production)",
    ]);
  });

  test('end in production by default too', () => {
    expect(
      problemsAfter((delivery) =>
        delivery.environments.unshift({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } }),
      ),
    ).toEqual([
      "environments[0].name: is production and must come last in its line, but 'dev' follows " +
        "(got 'prod', allowed after all that are not production)",
    ]);
  });

  test('start from different branches', () => {
    expect(
      problemsOf([
        { branch: 'main', environments: ['dev'] },
        { branch: 'main', environments: ['test', 'prod'] },
      ]),
    ).toEqual([
      "releaseLines[1].branch: is the same as releaseLines[0].branch (got 'main', allowed each branch in one line)",
    ]);
  });

  test('have different names, of which a branch may be one', () => {
    expect(
      problemsOf([
        { branch: 'main', environments: ['dev'] },
        { branch: 'develop', name: 'main', environments: ['test', 'prod'] },
      ]),
    ).toEqual(["releaseLines[1].name: is the same as that of releaseLines[0] (got 'main', allowed a name of its own)"]);
  });

  test('have different names where their branches give the same one', () => {
    expect(
      problemsOf([
        { branch: 'fix/a', environments: ['dev'] },
        { branch: 'fixa', environments: ['test', 'prod'] },
      ]),
    ).toEqual(["releaseLines[1].name: is the same as that of releaseLines[0] (got 'fixa', allowed a name of its own)"]);
  });

  test('need a name where the branch gives none', () => {
    expect(problemsOf([{ branch: 'Feature_X', environments: ['dev', 'test', 'prod'] }])).toEqual([
      "releaseLines[0].name: must be stated, because branch 'Feature_X' gives no name " +
        "(got 'Feature_X', allowed 2–24 characters of a–z, 0–9 and single inner hyphens, a letter first)",
    ]);
  });
});
