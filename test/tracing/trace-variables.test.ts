import { traceVariables } from '../../lib/tracing/trace-variables';

const props = { path: ['shop', 'dev', 'web'], percent: 5, logGroupName: '/shop/dev/pods/web' } as const;
const attributesOf = (variables: Record<string, string>) =>
  Object.fromEntries(variables['OTEL_RESOURCE_ATTRIBUTES']!.split(',').map((pair) => pair.split('=')));

const onEcs = traceVariables(props);
const onEks = traceVariables({ ...props, kubernetes: { clusterName: 'shop-dev', namespace: 'web' } });

test('a pod says where it is, as nobody beside it can find out', () => {
  const { [`cloud.platform`]: platform, ...others } = attributesOf(onEks);
  expect(platform).toBe('aws_eks');
  expect(others).toMatchObject({
    'cloud.provider': 'aws',
    'k8s.cluster.name': 'shop-dev',
    'k8s.namespace.name': 'web',
    'aws.log.group.names': '/shop/dev/pods/web',
  });
});

test('a task leaves that to the collector', () => {
  expect(Object.keys(attributesOf(onEcs)).filter((name) => /^(cloud|k8s)\./.test(name))).toEqual([]);
});

test('all else is the same on both platforms, the name by which rules and groups know the service above all', () => {
  const { OTEL_RESOURCE_ATTRIBUTES: _ecs, ...ecs } = onEcs;
  const { OTEL_RESOURCE_ATTRIBUTES: _eks, ...eks } = onEks;
  expect(eks).toEqual(ecs);
  expect(eks['OTEL_SERVICE_NAME']).toBe('shop-dev-web');
});
