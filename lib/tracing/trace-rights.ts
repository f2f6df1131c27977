import type { Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';

/** What a collector calls. @param role of the task or pod that it stands in */
export function allowTraces(role: Role, transactionSearch: boolean): void {
  role.addToPolicy(
    allow(
      [
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTraceSegments',
        ...(transactionSearch ? ['xray:PutSpans', 'xray:PutSpansForIndexing'] : []),
      ],
      ['*'],
    ),
  );
  acknowledge(
    role,
    'IAM5[Resource::*]',
    'The calls of X-Ray that send traces and read sampling rules take no resource.',
  );
}
