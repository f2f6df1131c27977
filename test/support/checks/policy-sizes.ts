import { evaluator } from '../intrinsics';
import { asList, type Properties, resourcesIn } from '../template';
import { add, type Check, change, type Find } from './check';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';

/** Characters without white space ("IAM and AWS STS quotas"); the second may be raised. */
const MOST = { inline: 10_240, trust: 2048 };

const length = (document: unknown) => JSON.stringify(document).length;

/** A template has functions where a policy has ARNs, so that no linter can count. */
const sizes: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return stacks.flatMap((stack) => {
    const attached = resourcesIn([stack], POLICY).map(({ properties }) => evaluate(stack, properties) as Properties);
    return resourcesIn([stack], ROLE).flatMap(({ where, id, properties }) => {
      const name = evaluate(stack, { Ref: id });
      const own = asList<Properties>(evaluate(stack, properties['Policies']));
      const others = attached.filter(({ Roles }) => Roles?.includes(name));
      const inline = [...own, ...others].reduce((sum, { PolicyDocument }) => sum + length(PolicyDocument), 0);
      const trust = length(evaluate(stack, properties['AssumeRolePolicyDocument']) ?? {});
      return [
        ...(inline <= MOST.inline ? [] : [`${where}: its policies have ${inline} characters of ${MOST.inline}`]),
        ...(trust <= MOST.trust ? [] : [`${where}: its trust policy has ${trust} characters of ${MOST.trust}`]),
      ];
    });
  });
};

const LONG = Array.from({ length: 300 }, (_, index) => `arn:aws:iam::111111111111:role/role-number-${index}`);

export const POLICY_SIZE_CHECKS: readonly Check[] = [
  {
    title: "a role's policies are no longer than IAM takes",
    find: sizes,
    planted: [
      {
        defect: 'a long policy',
        plant: change(POLICY, ({ PolicyDocument }) => Object.assign(PolicyDocument.Statement[0], { Resource: LONG })),
        finding: /its policies have \d{5} characters of 10240/,
      },
      {
        defect: 'a long list of who may enter',
        plant: add(ROLE, { AssumeRolePolicyDocument: { Statement: [{ Principal: { AWS: LONG } }] } }),
        finding: /Planted: its trust policy has \d{5} characters of 2048/,
      },
    ],
  },
];
