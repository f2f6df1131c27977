import type { KubernetesVersion } from 'aws-cdk-lib/aws-eks-v2';

/**
 * Everything in a cluster that has a version, in one place: nothing here moves by itself. How to find the next one of each,
 * and in which order to go there, is in docs/kubernetes.md. None of these numbers was tried against AWS by the authors.
 */

/**
 * Kubernetes itself: one minor version at a time. Written out as CDK has it, so that whoever renders a chart need not load CDK.
 *
 *     aws eks describe-cluster-versions --query 'clusterVersions[].[clusterVersion,status,endOfStandardSupportDate]'
 */
export const KUBERNETES_VERSION: KubernetesVersion = { version: '1.36' };

/**
 * The npm package of kubectl and Helm that belongs to it, as kubectl may be one minor version away at most. What imports its
 * layer is `lib/shared/kubectl-layer.ts`, and a test holds both together.
 */
export const KUBECTL_PACKAGE = `@aws-cdk/lambda-layer-kubectl-v${KUBERNETES_VERSION.version.split('.')[1]}`;

/**
 * Add-ons that EKS itself installs and keeps.
 *
 *     aws eks describe-addon-versions --kubernetes-version 1.36 --addon-name NAME \
 *       --query 'addons[].addonVersions[].[addonVersion,compatibilities[0].defaultVersion]'
 */
export const ADD_ON_VERSIONS = {
  /** EKS's default for 1.36 in August 2026, by the notes of people who asked it; newer ones exist. */
  'amazon-cloudwatch-observability': 'v6.4.0-eksbuild.1',
  /** EKS's default for 1.36 in autumn 2026, by the notes of people who asked it. */
  'metrics-server': 'v0.9.0-eksbuild.11',
  /** EKS's default for 1.35, by the notes of people who asked it; for 1.36 not seen. */
  'aws-secrets-store-csi-driver-provider': 'v3.1.3-eksbuild.1',
} as const;

export type AddOnName = keyof typeof ADD_ON_VERSIONS;

/**
 * Argo Rollouts' own chart; 2.41.0 holds v1.9.0 of the controller.
 *
 *     helm search repo argo-rollouts --repo https://argoproj.github.io/argo-helm --versions
 */
export const ARGO_ROLLOUTS = {
  repository: 'https://argoproj.github.io/argo-helm',
  chart: 'argo-rollouts',
  version: '2.41.0',
} as const;
