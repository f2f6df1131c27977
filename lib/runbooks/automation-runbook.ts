import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

export interface AutomationRunbookProps {
  readonly name: string;
  /** What SSM does with the role. */
  readonly description: string;
  /** What the steps may do. */
  readonly statements: readonly iam.PolicyStatement[];
  /** The document in SSM's own words, given the ARN of the role that it works under. */
  readonly content: (roleArn: string) => Record<string, unknown>;
}

/**
 * A document of SSM Automation with a role of its own. Who starts it needs `ssm:StartAutomationExecution` on the document
 * and `iam:PassRole` on the role, and nothing of what the steps do.
 */
export class AutomationRunbook extends Construct {
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: AutomationRunbookProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      description: props.description,
      assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    this.policy = new iam.Policy(this, 'Policy', { roles: [role], statements: [...props.statements] });
    const document = new ssm.CfnDocument(this, 'Document', {
      name: props.name,
      documentType: 'Automation',
      // A new version, which becomes the default; a replacement would clash with its own name.
      updateMethod: 'NewVersion',
      content: props.content(role.roleArn),
    });
    document.node.addDependency(this.policy);
  }
}
