import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { NAME_PROPERTIES, statedName } from '../support/names';
import { synthesize } from '../support/synthesized';
import { resourcesIn } from '../support/template';

/** Hold data, or are known outside by what CloudFormation makes of them. */
const UNNAMED: readonly string[] = [
  'AWS::CertificateManager::Certificate',
  'AWS::DynamoDB::Table',
  'AWS::EC2::EIP',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
];

/** Enough to see every kind of stack in its variants; the others are made by the same constructs. */
const SHOWN: Record<keyof typeof DELIVERIES, RegExp> = {
  sandbox: /./,
  workshop: /^workshop-prod-/,
  company: /^company-prod-us-(cluster|orders)$/,
  acme: /^acme-(dev-(cluster|web)|toolchain-(artifacts|registry))$/,
};

/** Any change here is a replacement, or a resource that is made or gone. */
test.each(DELIVERY_NAMES)('stateful and named resources of %s keep their logical ids and names', (name) => {
  const stacks = synthesize(DELIVERIES[name]);
  const evaluate = evaluator(stacks);
  const table = stacks
    .filter((stack) => SHOWN[name].test(stack.name))
    .map((stack) => {
      const rows = resourcesIn([stack], ...Object.keys(NAME_PROPERTIES), ...UNNAMED).flatMap((resource) => {
        const named = statedName(resource.type, resource.properties);
        if (named === undefined && !UNNAMED.includes(resource.type)) return [];
        return [`  ${[resource.id, resource.type, evaluate(stack, named)].filter(Boolean).join('  ')}`];
      });
      return [stack.name, ...rows.sort()].join('\n');
    });
  expect(`\n${table.sort().join('\n\n')}\n`).toMatchSnapshot();
});
