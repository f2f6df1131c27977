import type { DeliveryInput, ServiceInput, SourceInput } from '../../lib/config/input';
import { codecommit, github, gitlab, gitlabCi } from '../../lib/config/words';
import type { Writable } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY, wrong } from './problems';

const connectionArn =
  'arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef';

type Service = Writable<ServiceInput>;

/** The lines for services with these sources and what else they state. */
function problemsOf(
  services: readonly (Partial<ServiceInput> & { readonly source?: SourceInput })[],
  change: (delivery: Writable<DeliveryInput>) => void = () => {},
): string[] {
  return problemsAfter((delivery) => {
    delivery.services = services.map((service, index) => ({
      name: ['web', 'orders', 'stock'][index]!,
      listenerPort: 8080 + index,
      ...((service.source?.kind ?? 'codecommit') === 'codecommit' && { directory: SERVICE_DIRECTORY }),
      ...service,
    })) as Service[];
    change(delivery);
  });
}

describe('a directory', () => {
  test.each([
    github({ connectionArn, repository: 'acme/web' }),
    gitlab({ connectionArn, repository: 'acme/team/web' }),
    gitlabCi({ project: 'acme/web' }),
  ])('is nothing that $kind starts with', (source) => {
    expect(problemsOf([{ source, directory: 'service' }])).toEqual([
      `services[0].directory: goes with codecommit() only, as ${source.kind} has a repository already (got 'service', allowed nothing)`,
    ]);
  });
});

describe('a repository at GitHub', () => {
  test('has no groups, other than at GitLab', () => {
    expect(problemsOf([{ source: gitlab({ connectionArn, repository: 'acme/team/web' }) }])).toEqual([]);
    expect(problemsOf([{ source: github({ connectionArn, repository: 'acme/team/web' }) }])).toEqual([
      'services[0].source.repository: has groups, which GitHub does not know ' +
        "(got 'acme/team/web', allowed the owner and the name, such as 'acme/shop')",
    ]);
  });
});

describe('shared paths', () => {
  test('lie outside of the path', () => {
    const sharedPaths = ['packages', './services/web/', 'services/web/public', 'services/website'];
    expect(problemsOf([{ source: codecommit({ path: 'services/web', sharedPaths }) }])).toEqual([
      "services[0].source.sharedPaths[1]: is the service's own path already (got './services/web/', allowed a path outside 'services/web')",
      "services[0].source.sharedPaths[2]: is the service's own path already (got 'services/web/public', allowed a path outside 'services/web')",
    ]);
  });

  test('may be around the path', () => {
    expect(problemsOf([{ source: codecommit({ path: 'services/web', sharedPaths: ['services', '.'] }) }])).toEqual([]);
  });

  test('say nothing without a path', () => {
    expect(problemsOf([{ source: codecommit({ sharedPaths: ['packages'] }) }])).toEqual([
      'services[0].source.sharedPaths[0]: says nothing without a path ' +
        "(got 'packages', allowed nothing, unless services[0].source.path is set)",
    ]);
  });

  test('stand in the list once', () => {
    expect(problemsOf([{ source: codecommit({ path: 'web', sharedPaths: ['lib', 'lib'] }) }])).toEqual([
      "services[0].source.sharedPaths[1]: is the same as services[0].source.sharedPaths[0] (got 'lib', allowed each path once)",
    ]);
  });
});

describe("a connection's trigger", () => {
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `lib${index}`);
  const source = (sharedPaths: string[]) =>
    github({ connectionArn, repository: 'acme/shop', path: 'web', sharedPaths });
  const branches = (count: number) => (delivery: Writable<DeliveryInput>) => {
    const names = Array.from({ length: count }, (_, index) => `team${index}`);
    delivery.branching = { releaseLines: [{ branches: names, environments: 'all' }] };
  };

  test('takes as many branches and paths as its filters have room for', () => {
    expect(problemsOf([{ source: source(paths(11)) }])).toEqual([]);
    expect(problemsOf([{ source: source(paths(3)) }], branches(24))).toEqual([]);
  });

  test('takes no more paths', () => {
    expect(problemsOf([{ source: source(paths(12)) }])).toEqual([
      'services[0].source.sharedPaths: makes with 2 branches in a release line more filters than a trigger takes ' +
        '(got 4, allowed 3 filters of 8 each)',
    ]);
  });

  test('takes no more branches', () => {
    expect(problemsOf([{ source: source(paths(4)) }], branches(9))[0]).toContain(
      '(got 4, allowed 3 filters of 8 each)',
    );
    expect(problemsOf([{ source: codecommit({ path: 'web' }) }], branches(25))).toEqual([]);
  });
});

describe('several services in one repository', () => {
  test.each([
    ['of CodeCommit', (path?: string) => codecommit({ repository: 'shop', path })],
    ['at GitHub', (path?: string) => github({ connectionArn, repository: 'acme/shop', path })],
  ])('%s have each their own path', (_, source) => {
    expect(problemsOf([{ source: source('web') }, { source: source('orders') }])).toEqual([]);
    expect(problemsOf([{ source: source() }, { source: source('orders') }])).toEqual([
      'services[0].source.path: must be stated, because services[1].source is in the same repository ' +
        '(got nothing, allowed a directory of its own)',
    ]);
  });

  test.each([
    ['services/web', './services/web/'],
    ['services', 'services/web'],
    ['services/web', '.'],
  ])('do not meet in %s and %s', (one, other) => {
    const sources = [one, other].map((path) => ({ source: codecommit({ repository: 'shop', path }) }));
    expect(problemsOf(sources)).toEqual([
      `services[1].source.path: overlaps services[0].source.path, '${one}', in the same repository ` +
        `(got '${other}', allowed a directory of its own)`,
    ]);
  });

  test('may have paths that begin alike, and the same ones in other repositories', () => {
    const web = codecommit({ repository: 'shop', path: 'web' });
    const api = codecommit({ repository: 'shop', path: 'web-api' });
    const other = github({ connectionArn, repository: 'acme/shop', path: 'web' });
    expect(problemsOf([{ source: web }, { source: api }, { source: other }])).toEqual([]);
  });
});

describe('the name of a repository of CodeCommit', () => {
  test("is not that of another service's own", () => {
    expect(problemsOf([{}, { source: codecommit({ repository: 'web', path: 'orders' }) }])).toEqual([
      "services[1].source.repository: names the repository that is the one of services[0].name alone (got 'web', allowed another name)",
    ]);
  });

  test('may be that of a service whose code is elsewhere, or in this very repository', () => {
    const elsewhere = github({ connectionArn, repository: 'acme/web' });
    const shared = (path: string) => ({ source: codecommit({ repository: 'web', path }) });
    expect(problemsOf([{ source: elsewhere }, shared('orders')])).toEqual([]);
    expect(problemsOf([shared('web'), shared('orders')])).toEqual([]);
  });

  test("is not that of this application's own", () => {
    const shared = { source: codecommit({ repository: 'infrastructure', path: 'web' }) };
    expect(problemsOf([shared])).toEqual([]);
    expect(problemsOf([shared], (delivery) => (delivery.infrastructure = {}))).toEqual([
      'services[0].source.repository: names the repository that is the one of infrastructure ' +
        "(got 'infrastructure', allowed another name)",
    ]);
    const named = codecommit({ repository: 'web' });
    expect(problemsOf([{}], (delivery) => Object.assign(delivery, { infrastructure: { source: named } }))).toEqual([
      "services[0].name: names the repository that is the one of infrastructure (got 'web', allowed another name)",
    ]);
    const elsewhere = github({ connectionArn, repository: 'acme/platform' });
    expect(
      problemsOf([shared], (delivery) => Object.assign(delivery, { infrastructure: { source: elsewhere } })),
    ).toEqual([]);
  });
});

describe("GitLab's CI", () => {
  const source = gitlabCi({ project: 'acme/web' });

  test('goes with all that looks at the image or at what is deployed', () => {
    const gates = { image: { findings: { high: 3 } }, allow: [] };
    expect(problemsOf([{ source, tests: { load: { requestsPerSecond: 5 } }, gates }])).toEqual([]);
  });

  test.each([
    [{ commands: { test: 'make' } }, 'commands', "GitLab's own jobs install, lint and test"],
    [
      { tests: { integration: { command: 'x' } } },
      'tests.integration',
      'its command needs the source, which stays with GitLab',
    ],
    [
      { tests: { acceptance: { command: 'x' } } },
      'tests.acceptance',
      'its command needs the source, which stays with GitLab',
    ],
    [{ gates: { coverage: 70 } }, 'gates.coverage', "GitLab's own jobs run the unit tests"],
    [{ gates: { staticAnalysis: 'low' } }, 'gates.staticAnalysis', 'it needs the source, which stays with GitLab'],
    [
      { gates: { dependencies: 'low' } },
      'gates.dependencies',
      'it needs the source, which stays with GitLab; the scan of the image is there',
    ],
    [
      { gates: { image: { baseRegistries: ['docker.io'] } } },
      'gates.image.baseRegistries',
      'it needs the Dockerfile, which stays with GitLab',
    ],
  ] as const)('does not go with %j', (stated, path, reason) => {
    expect(problemsOf([{ source, ...(stated as Partial<ServiceInput>) }])).toEqual([
      `services[0].${path}: does not go with gitlabCi(): ${reason} (allowed nothing)`,
    ]);
  });

  test("is no source of this application's own pipeline", () => {
    expect(problemsOf([{}], (delivery) => (delivery.infrastructure = { source }))).toEqual([
      "infrastructure.source.kind: does not go with this application's pipeline, which needs the source itself " +
        "(got 'gitlabCi', allowed codecommit, github, gitlab)",
    ]);
  });
});

test('a source of an unknown kind is no second mistake', () => {
  const source = wrong<SourceInput>({ kind: 'svn', repository: 7, path: 5, sharedPaths: 'x' });
  const lines = problemsOf([{ source }, { source }, {}]);
  expect(lines.map((line) => line.split(':')[0])).toEqual(['services[0].source.kind', 'services[1].source.kind']);
});
