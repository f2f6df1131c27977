import { resourceType } from '../../lib/cloudformation/resource-types';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { synthesize } from '../support/synthesized';
import { resourcesIn } from '../support/template';

test.each(DELIVERY_NAMES)('every resource type of %s is in the table; scripts/resource-types.mjs adds one', (name) => {
  const types = new Set(resourcesIn(synthesize(DELIVERIES[name])).map(({ type }) => type));
  expect([...types].filter((type) => !resourceType(type) && !NOTHING_TO_KNOW.includes(type)).sort()).toEqual([]);
});

/** CloudFormation's own, which calls no service. */
const NOTHING_TO_KNOW = ['AWS::CDK::Metadata'];

test('a type that is not there is said to be unknown', () => {
  expect(resourceType('AWS::New::Thing')).toBeUndefined();
});

test('a type whose schema names no calls has them all the same', () => {
  expect(resourceType('AWS::CodeBuild::Project')!.write).toContain('codebuild:CreateProject');
  expect(resourceType('AWS::CodeBuild::Project')!.replaces).toEqual(['Name']);
});

test('custom resources call a function', () => {
  expect(resourceType('Custom::S3AutoDeleteObjects')!.write).toEqual(['lambda:InvokeFunction']);
});
