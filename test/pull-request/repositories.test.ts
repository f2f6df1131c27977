import type { Delivery } from '../../lib/config/delivery';
import { codecommit, gitflow, gitlabCi, trunk } from '../../lib/config/words';
import { checkedRepositories, codeCommitServices, standingBranches } from '../../lib/pull-request/repositories';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { shop, TOOLS } from '../support/templates';

const branchesWith = (branching: object) => standingBranches(shop((input) => Object.assign(input, { branching })));

function delivery(): Delivery {
  return shop((input) => {
    input.tools = TOOLS;
    Object.assign(input, {
      branching: gitflow(),
      services: [
        { name: 'web', directory: SERVICE_DIRECTORY },
        {
          name: 'orders',
          directory: SERVICE_DIRECTORY,
          listenerPort: 8081,
          source: codecommit({ repository: 'all', path: './services/orders/', sharedPaths: ['libs/money'] }),
        },
        { name: 'portal', listenerPort: 8082, source: gitlabCi({ project: 'acme/portal' }) },
      ],
    });
  });
}

test('GitFlow has two branches that are always there, also where no line leads to production', () => {
  expect(branchesWith(gitflow())).toEqual(['develop', 'main']);
});

test('trunk-based development has one', () => {
  expect(branchesWith(trunk())).toEqual(['main']);
});

test('only services with their code in CodeCommit are checked there', () => {
  expect(codeCommitServices(delivery()).map(({ name }) => name)).toEqual(['web', 'orders']);
});

test('the function knows for each repository whose changes concern whom', () => {
  expect(checkedRepositories(delivery(), ['check', 'inspect'])).toEqual({
    'shop-web': {
      defaultBranch: 'develop',
      services: [{ paths: ['.'], projects: ['shop-web-check', 'shop-web-inspect'] }],
    },
    'shop-all': {
      defaultBranch: 'develop',
      services: [{ paths: ['services/orders', 'libs/money'], projects: ['shop-orders-check', 'shop-orders-inspect'] }],
    },
  });
});
