import type { BranchingInput, DeliveryInput } from '../../lib/config/input';
import { resolveDelivery } from '../../lib/config/resolve';
import { gitflow, trunk } from '../../lib/config/words';
import { SERVICE_DIRECTORY } from './problems';

const ENVIRONMENTS: Record<string, DeliveryInput['environments'][number]> = {
  dev: { name: 'dev' },
  test: { name: 'test', network: { cidr: '10.1.0.0/16' } },
  stage: { name: 'stage', network: { cidr: '10.2.0.0/16' } },
  prod: { name: 'prod', network: { cidr: '10.3.0.0/16' }, production: true },
  us: { name: 'us', network: { cidr: '10.4.0.0/16' }, production: true },
};

function resolved(names: readonly string[], branching?: BranchingInput) {
  const environments = names.map((name) => ENVIRONMENTS[name]!);
  const services = [{ name: 'web', directory: SERVICE_DIRECTORY }];
  return resolveDelivery({ name: 'shop', environments, services, branching }, { baseDirectory: __dirname });
}

/** `develop: develop → dev` */
function linesOf(names: readonly string[], branching?: BranchingInput): string[] {
  return resolved(names, branching).releaseLines.map(
    ({ name, branches, environments }) =>
      `${name}: ${branches.join(', ')} → ${environments.map((environment) => environment.name).join(', ')}`,
  );
}

describe('gitflow', () => {
  test('is the default', () => {
    expect(resolved(['dev', 'prod'])).toEqual(resolved(['dev', 'prod'], gitflow()));
  });

  test('leads from develop, release and hotfix, and main to dev, test and prod', () => {
    expect(linesOf(['dev', 'test', 'prod'])).toEqual([
      'develop: develop → dev',
      'release: release/*, hotfix/* → test',
      'main: main → prod',
    ]);
  });

  test('leads through several environments before production, and to several of production', () => {
    expect(linesOf(['dev', 'test', 'stage', 'prod', 'us'])).toEqual([
      'develop: develop → dev',
      'release: release/*, hotfix/* → test, stage',
      'main: main → prod, us',
    ]);
  });

  test('leads from develop to the only environment, and verifies the other branches', () => {
    expect(linesOf(['dev'])).toEqual(['develop: develop → dev']);
    expect(resolved(['dev']).branching).toEqual({
      defaultBranch: 'develop',
      verified: ['release/*', 'hotfix/*', 'main', 'feature/*', 'bugfix/*'],
      approvals: { branches: ['main', 'release/*'], count: 1 },
    });
  });

  test('checks that main is merged back where both have a pipeline', () => {
    expect(resolved(['dev', 'prod']).branching.backMerge).toEqual({ from: 'main', into: 'develop' });
    expect(resolved(['prod']).branching.backMerge).toBeUndefined();
  });

  test('takes the source of release and hotfix from develop until a branch is pushed', () => {
    expect(resolved(['dev', 'test', 'prod']).releaseLines.map(({ sourceBranch }) => sourceBranch)).toEqual([
      'develop',
      'develop',
      'main',
    ]);
  });
});

describe('trunk', () => {
  test('leads from main to all environments in their order', () => {
    expect(linesOf(['dev', 'test', 'prod'], trunk())).toEqual(['main: main → dev, test, prod']);
  });

  test('verifies short-lived branches and has no back-merge', () => {
    expect(resolved(['dev'], trunk()).branching).toEqual({
      defaultBranch: 'main',
      verified: ['feature/*', 'bugfix/*'],
      approvals: { branches: ['main'], count: 1 },
    });
  });
});

describe('a model of their own', () => {
  const releaseLines = [{ branches: ['release/*', 'next'], environments: ['dev'] }];

  test('has a name from its first branch, and starts from its first literal one', () => {
    const { releaseLines: lines, branching } = resolved(['dev'], { releaseLines });
    expect(lines).toMatchObject([{ name: 'release', sourceBranch: 'next' }]);
    expect(branching).toEqual({ defaultBranch: 'next', verified: [] });
  });

  test('keeps the default branch that is stated', () => {
    const verified = ['main'];
    expect(resolved(['dev'], { releaseLines, verified, defaultBranch: 'main' }).branching.defaultBranch).toBe('main');
  });

  test('leaves slashes out of a name', () => {
    const lines = [{ branches: ['release/a'], environments: ['dev'] }];
    expect(resolved(['dev'], { releaseLines: lines }).releaseLines[0]?.name).toBe('releasea');
  });

  test('keeps the order in which a line names environments', () => {
    const lines = [{ branches: ['main'], environments: ['test', 'dev', 'prod'] }];
    expect(linesOf(['dev', 'test', 'prod'], { releaseLines: lines })).toEqual(['main: main → test, dev, prod']);
  });
});
