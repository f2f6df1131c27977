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
      branching: lines && { releaseLines: lines },
    }),
  );
}

describe('release lines', () => {
  test('may be one for each environment', () => {
    expect(
      problemsOf([
        { branches: ['develop'], environments: ['dev'] },
        { branches: ['release'], environments: ['test'] },
        { branches: ['main'], environments: ['prod'] },
      ]),
    ).toEqual([]);
  });

  test('lead to environments that exist', () => {
    expect(problemsOf([{ branches: ['main'], environments: ['dev', 'tset', 'prod'] }])).toEqual([
      "branching.releaseLines[0].environments[1]: is no environment of this delivery (got 'tset', allowed dev, test, prod)",
    ]);
  });

  test('lead to each environment', () => {
    expect(problemsOf([{ branches: ['main'], environments: ['dev', 'prod'] }])).toEqual([
      'environments[1].name: stands in no release line, so nothing would ever be deployed there ' +
        "(got 'test', allowed a place in branching.releaseLines)",
    ]);
  });

  test('lead to each environment once', () => {
    expect(problemsOf([{ branches: ['main'], environments: ['dev', 'test', 'dev', 'prod'] }])).toEqual([
      'branching.releaseLines[0].environments[2]: is the same as branching.releaseLines[0].environments[0] ' +
        "(got 'dev', allowed each environment once, in one line)",
    ]);
  });

  test('do not share an environment', () => {
    expect(
      problemsOf([
        { branches: ['develop'], environments: ['dev', 'test'] },
        { branches: ['main'], environments: ['test', 'prod'] },
      ]),
    ).toEqual([
      'branching.releaseLines[1].environments[0]: is the same as branching.releaseLines[0].environments[1] ' +
        "(got 'test', allowed each environment once, in one line)",
    ]);
  });

  test('end in production', () => {
    expect(problemsOf([{ branches: ['main'], environments: ['dev', 'prod', 'test'] }])).toEqual([
      "branching.releaseLines[0].environments[1]: is production and must come last in its line, but 'test' follows " +
        "(got 'prod', allowed after all that are not production)",
    ]);
  });

  test('end in production also where a word says what stands in them', () => {
    expect(
      problemsAfter((delivery) => {
        delivery.environments.unshift({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
        delivery.branching = { releaseLines: [{ branches: ['main'], environments: 'all' }] };
      }),
    ).toEqual([
      "branching.releaseLines[0].environments: has 'prod', which is production and must come last in its line, " +
        "but 'dev' follows (got 'all', allowed after all that are not production)",
    ]);
  });

  test('may stand in any order where each has its own environments by a word', () => {
    expect(
      problemsOf([
        { branches: ['main'], environments: 'production' },
        { branches: ['release/*'], environments: 'between' },
        { branches: ['develop'], environments: 'first' },
      ]),
    ).toEqual([]);
  });

  test('do not share an environment that a word means', () => {
    expect(
      problemsOf([
        { branches: ['develop'], environments: ['dev'] },
        { branches: ['main'], environments: 'all' },
      ]),
    ).toEqual([
      "branching.releaseLines[1].environments: means 'dev', as does branching.releaseLines[0].environments[0] " +
        "(got 'all', allowed each environment once, in one line)",
    ]);
  });

  test('lead to each environment, also where words say to which', () => {
    expect(
      problemsOf([
        { branches: ['develop'], environments: 'first' },
        { branches: ['main'], environments: 'production' },
      ]),
    ).toEqual([
      'environments[1].name: stands in no release line, so nothing would ever be deployed there ' +
        "(got 'test', allowed a place in branching.releaseLines)",
    ]);
  });

  test('have different names, of which a branch may be one', () => {
    expect(
      problemsOf([
        { branches: ['main'], environments: ['dev'] },
        { branches: ['develop'], name: 'main', environments: ['test', 'prod'] },
      ]),
    ).toEqual([
      "branching.releaseLines[1].name: is the same as that of branching.releaseLines[0] (got 'main', allowed a name of its own)",
    ]);
  });

  test('have different names where their branches give the same one', () => {
    expect(
      problemsOf([
        { branches: ['fix/a'], environments: ['dev'] },
        { branches: ['fixa'], environments: ['test', 'prod'] },
      ]),
    ).toEqual([
      "branching.releaseLines[1].name: is the same as that of branching.releaseLines[0] (got 'fixa', allowed a name of its own)",
    ]);
  });

  test('need a name where the branch gives none', () => {
    expect(problemsOf([{ branches: ['Feature_X'], environments: ['dev', 'test', 'prod'] }])).toEqual([
      "branching.releaseLines[0].name: must be stated, because branch 'Feature_X' gives no name " +
        "(got 'Feature_X', allowed 2–24 characters of a–z, 0–9 and single inner hyphens, a letter first)",
    ]);
  });
});
