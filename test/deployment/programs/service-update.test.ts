import * as fc from 'fast-check';
import { serviceUpdate } from '../../../lib/deployment/programs/service-update';
import { type EcsRelease, parseReleaseManifest } from '../../../lib/deployment/release-manifest';
import {
  deploymentBuildMinutes,
  ROLLBACK_MINUTES,
  SHIFT_LIMITS,
  shiftMinutes,
} from '../../../lib/shared/traffic-shift';
import { NATIVE, NATIVE_MANIFEST } from '../../support/native-release';
import { validShifts } from '../../support/traffic-shifts';

const { update, minutes } = serviceUpdate(NATIVE_MANIFEST, NATIVE);

test('the service is the one of the manifest, and its task definition comes later', () => {
  expect(update).toMatchObject({ cluster: 'shop-dev', service: 'web' });
  expect(update).not.toHaveProperty('taskDefinition');
});

test("network and port are the release's", () => {
  expect(update.networkConfiguration).toEqual({
    awsvpcConfiguration: {
      subnets: ['subnet-0a1b', 'subnet-0c2d'],
      securityGroups: ['sg-0e3f'],
      assignPublicIp: 'ENABLED',
    },
  });
  expect(update.loadBalancers).toEqual([
    {
      containerName: 'app',
      containerPort: 3000,
      targetGroupArn: NATIVE.targetGroup,
      advancedConfiguration: {
        alternateTargetGroupArn: NATIVE.alternateTargetGroup,
        productionListenerRule: NATIVE.productionRule,
        testListenerRule: NATIVE.testRule,
        roleArn: NATIVE.trafficRole,
      },
    },
  ]);
});

test('an alarm rolls back', () => {
  expect(update.deploymentConfiguration!.alarms).toEqual({ alarmNames: NATIVE.alarms, enable: true, rollback: true });
});

test('no alarm takes a rollback back, which is validated all the same', () => {
  const { alarms, lifecycleHooks } = serviceUpdate(NATIVE_MANIFEST, NATIVE, true).update.deploymentConfiguration!;
  expect(alarms).toEqual({ alarmNames: NATIVE.alarms, enable: false, rollback: false });
  expect(lifecycleHooks).toHaveLength(1);
});

test('a rollback goes in at once, and the broken version does not stay', () => {
  const { update, minutes } = serviceUpdate(NATIVE_MANIFEST, NATIVE, true);
  const { strategy, canaryConfiguration, bakeTimeInMinutes } = update.deploymentConfiguration!;
  expect({ strategy, canaryConfiguration, bakeTimeInMinutes, minutes }).toEqual({
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 0,
    minutes: 60,
  });
});

test('the new version is validated when it has test traffic and nothing else', () => {
  expect(update.deploymentConfiguration!.lifecycleHooks).toEqual([
    {
      hookTargetArn: NATIVE_MANIFEST.hook,
      roleArn: NATIVE.hookRole,
      lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    },
  ]);
});

test('without a function to ask, the hook of an earlier deployment is taken away', () => {
  const { hook: _, ...manifest } = NATIVE_MANIFEST;
  expect(serviceUpdate(manifest, NATIVE).update.deploymentConfiguration!.lifecycleHooks).toEqual([]);
});

test('there is no circuit breaker', () => {
  expect(update.deploymentConfiguration).not.toHaveProperty('deploymentCircuitBreaker');
});

test.each([
  [{ kind: 'allAtOnce' }, { strategy: 'BLUE_GREEN' }],
  [
    { kind: 'canary', percent: 20, minutes: 7 },
    { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 7 } },
  ],
  [
    { kind: 'linear', percent: 25, minutes: 3 },
    { strategy: 'LINEAR', linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 3 } },
  ],
] as const)('%j is in the words of ECS %j', (strategy, expected) => {
  const {
    strategy: kind,
    canaryConfiguration,
    linearConfiguration,
  } = serviceUpdate(NATIVE_MANIFEST, {
    ...NATIVE,
    strategy,
  }).update.deploymentConfiguration!;
  expect({
    strategy: kind,
    ...(canaryConfiguration && { canaryConfiguration }),
    ...(linearConfiguration && { linearConfiguration }),
  }).toEqual(expected);
});

test('it has the time of its steps, of the wait afterwards, and an hour', () => {
  expect(minutes).toBe(7 + 12 + 60);
});

test('whatever is within the limits is in the limits of the API, and the build outlasts it and its rollback', () => {
  const { bakeMinutes, totalMinutes } = SHIFT_LIMITS.ecs;
  fc.assert(
    fc.property(validShifts('ecs'), fc.integer({ min: 0, max: bakeMinutes }), (strategy, bake) => {
      fc.pre(shiftMinutes(strategy) + bake <= totalMinutes);
      const result = serviceUpdate(NATIVE_MANIFEST, { ...NATIVE, strategy, bakeMinutes: bake });
      const { canaryConfiguration, linearConfiguration, bakeTimeInMinutes } = result.update.deploymentConfiguration!;
      // "CanaryConfiguration" and "LinearConfiguration" in the ECS API reference.
      expect(linearConfiguration?.stepPercent ?? 3).toBeGreaterThanOrEqual(3);
      expect(canaryConfiguration?.canaryPercent ?? 1).toBeGreaterThanOrEqual(0.1);
      for (const wait of [
        canaryConfiguration?.canaryBakeTimeInMinutes ?? 0,
        linearConfiguration?.stepBakeTimeInMinutes ?? 0,
        bakeTimeInMinutes!,
      ]) {
        expect(wait).toBeLessThanOrEqual(1440);
      }
      expect(deploymentBuildMinutes(strategy, bake)).toBeGreaterThan(result.minutes + ROLLBACK_MINUTES);
      // And Render reads what the stack writes.
      const native = { ...NATIVE, strategy, bakeMinutes: bake };
      const manifest = parseReleaseManifest(JSON.stringify({ ...NATIVE_MANIFEST, native })) as EcsRelease;
      expect(manifest.native).toEqual(native);
    }),
  );
});
