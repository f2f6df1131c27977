import type { EcsRelease, NativeRelease } from '../../lib/deployment/release-manifest';

const balancing = (resource: string) => `arn:aws:elasticloadbalancing:ap-east-1:444455556666:${resource}`;

/** What a stack publishes about a service that ECS itself deploys. */
export const NATIVE: NativeRelease = {
  cluster: 'shop-dev',
  service: 'web',
  strategy: { kind: 'canary', percent: 20, minutes: 7 },
  bakeMinutes: 12,
  alarms: ['shop-dev-web-blue-errors', 'shop-dev-web-green-errors'],
  hookRole: 'arn:aws:iam::444455556666:role/shop-dev-web-HookRole1A2B',
  targetGroup: balancing('targetgroup/shop-dev-web-blue/0123456789abcdef'),
  alternateTargetGroup: balancing('targetgroup/shop-dev-web-green/0123456789abcdef'),
  productionRule: balancing('listener-rule/app/shop-dev-public/0123/4567/89ab'),
  testRule: balancing('listener-rule/app/shop-dev-public/0123/cdef/0123'),
  trafficRole: 'arn:aws:iam::444455556666:role/shop-dev-web-Role3C4D',
};

export const NATIVE_MANIFEST: EcsRelease = {
  taskDefinition: 'arn:aws:ecs:ap-east-1:444455556666:task-definition/shop-dev-web:7',
  container: 'app',
  port: 3000,
  subnets: ['subnet-0a1b', 'subnet-0c2d'],
  securityGroups: ['sg-0e3f'],
  assignPublicIp: 'ENABLED',
  hook: 'arn:aws:lambda:ap-east-1:444455556666:function:shop-dev-web-validate',
  native: NATIVE,
};
