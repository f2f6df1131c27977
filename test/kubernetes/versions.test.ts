import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADD_ON_VERSIONS, ARGO_ROLLOUTS, KUBECTL_PACKAGE, KUBERNETES_VERSION } from '../../lib/kubernetes/versions';
import { KubectlLayer } from '../../lib/shared/kubectl-layer';
import { dependencies } from '../../package.json';

const PAGE = readFileSync(join(__dirname, '../../docs/kubernetes.md'), 'utf8');

test('kubectl and Helm are of the package that belongs to the version of Kubernetes, and of no other', () => {
  expect(Object.keys(dependencies).filter((name) => name.includes('kubectl'))).toEqual([KUBECTL_PACKAGE]);
  // What is installed may be missing here: then it fails with the name of the package.
  expect(Object.values(require(KUBECTL_PACKAGE))).toContain(Object.getPrototypeOf(KubectlLayer));
});

test.each([
  ['Kubernetes, nodes, network, DNS, volumes', `${KUBERNETES_VERSION.version} |`],
  ...Object.entries(ADD_ON_VERSIONS).map(([name, version]) => [`\`${name}\``, version.replace(/-eksbuild.*/, ' |')]),
  ['Argo Rollouts', `chart ${ARGO_ROLLOUTS.version}, `],
])('the page about EKS names the version of %s', (what, version) => {
  expect(PAGE).toContain(`\n| ${what} | ${version}`);
});

test('the page about EKS has people fetch the kubectl of that version', () => {
  expect(PAGE).toContain(`https://dl.k8s.io/release/v${KUBERNETES_VERSION.version}.`);
});
