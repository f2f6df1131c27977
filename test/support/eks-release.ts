import type { EksRelease } from '../../lib/deployment/release-manifest';
import type { ChartValues } from '../../lib/workload/values';

const targetGroup = (side: string) =>
  `arn:aws:elasticloadbalancing:ap-east-1:444455556666:targetgroup/shop-dev-web-${side}/0123456789abcdef`;

/** All that is released of a service on EKS, but the image. */
export const EKS_VALUES: ChartValues = {
  delivery: 'shop',
  environment: 'dev',
  service: 'web',
  region: 'ap-east-1',
  architecture: 'arm64',
  port: 3000,
  healthPath: '/health',
  user: { uid: 1000, gid: 1000 },
  cpuLimit: '250m',
  app: { cpu: '250m', memory: '512Mi', variables: { API_KEY: 'not-for-the-log' } },
  sidecars: [],
  secrets: [],
  scaling: { minimum: 2, maximum: 6, cpuPercent: 60 },
  strategy: { kind: 'allAtOnce' },
  bakeMinutes: 12,
  targetGroups: { live: targetGroup('live'), next: targetGroup('next') },
  loadBalancerCidrs: ['10.0.0.0/24'],
  calls: { cidrs: [], ports: [] },
  analysis: {
    loadBalancer: 'app/shop-dev-public/0123',
    targetGroup: 'targetgroup/shop-dev-web-live/0123456789abcdef',
    errorPercent: 5,
    p99Milliseconds: 1000,
  },
  validation: {
    functionName: 'shop-dev-web-validate',
    image: 'public.ecr.aws/aws-cli/aws-cli:2.31.0',
    timeoutSeconds: 120,
  },
};

/** What a stack publishes about it. */
export const EKS_MANIFEST: EksRelease = {
  platform: 'eks',
  function: 'shop-dev-web-rollout:deploy',
  minutes: 72,
  values: EKS_VALUES,
};
