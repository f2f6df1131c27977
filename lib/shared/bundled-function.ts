import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { acknowledge } from './acknowledge';
import { allow } from './allow';
import { BUNDLE_OPTIONS } from './bundle-options';

const LIB = join(__dirname, '..');

export interface BundledFunctionProps {
  /** The handler's source below `lib`, such as `pipeline/redeploy.lambda.ts`. It exports `handler`. */
  readonly entry: `${string}.lambda.ts`;
  readonly description: string;
  /** What the code may do, besides writing its log. */
  readonly statements: readonly iam.PolicyStatement[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Text files beside the code, by path: what it has to know and the variables, with their 4 KB, cannot hold. */
  readonly files?: Readonly<Record<string, string>>;
  /** Programs that it starts. @default - none */
  readonly layers?: readonly lambda.ILayerVersion[];
  /** @default Architecture.ARM_64 */
  readonly architecture?: lambda.Architecture;
  /** At most 15 minutes. @default - 30 seconds */
  readonly timeout?: Duration;
  /** MiB. @default 256 */
  readonly memory?: number;
  readonly retention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** For others that know it by name. @default - CloudFormation chooses one */
  readonly functionName?: string;
  /** For others that know it by name. @default - CloudFormation chooses one */
  readonly roleName?: string;
  /** The network it works in. @default - none */
  readonly network?: {
    readonly vpc: ec2.IVpc;
    readonly subnets: ec2.SubnetSelection;
    readonly securityGroup: ec2.ISecurityGroup;
  };
}

/**
 * A Lambda function of this repository's own: one file with all that it needs, on Node.js 24 and, by default, Graviton, with a log
 * group and a role of its own. The role's policy is written out here, as the managed one of AWS opens every log group.
 */
export class BundledFunction extends Construct {
  readonly function: lambda.Function;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: props.retention,
      removalPolicy: props.removalPolicy,
    });
    const role = new iam.Role(this, 'Role', {
      roleName: props.roleName,
      description: props.description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
        ...(props.network ? [networkInterfaces()] : []),
        ...props.statements,
      ],
    });
    if (props.network) {
      acknowledge(this.policy, 'IAM5[Resource::*]', 'Lambda makes network interfaces that have no name beforehand.');
    }
    this.function = new lambda.Function(this, 'Resource', {
      functionName: props.functionName,
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: bundled(props.entry, props.files ?? {}),
      layers: props.layers && [...props.layers],
      role: role.withoutPolicyUpdates(),
      timeout: props.timeout ?? Duration.seconds(30),
      memorySize: props.memory ?? 256,
      environment: props.variables,
      logGroup,
      ...(props.network && {
        vpc: props.network.vpc,
        vpcSubnets: props.network.subnets,
        securityGroups: [props.network.securityGroup],
        // It has no public address and calls nothing outside the network.
        allowPublicSubnet: true,
      }),
    });
    this.function.node.addDependency(this.policy);
  }
}

/** What Lambda itself does under the function's role to enter a network ("Giving Lambda functions access to a VPC"). */
export function networkInterfaces(): iam.PolicyStatement {
  return allow(
    [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    ['*'],
  );
}

function bundled(entry: string, files: Readonly<Record<string, string>>): lambda.Code {
  return lambda.Code.fromAsset(LIB, {
    // A change of a construct beside a handler changes no handler.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled, as the local way below always works.
      image: DockerImage.fromRegistry('scratch'),
      // Tells this bundle from others, as CDK keeps the result for equal options.
      command: [entry, JSON.stringify(files)],
      local: { tryBundle: (outdir) => bundleInto(outdir, entry, files) },
    },
  });
}

function bundleInto(outdir: string, entry: string, files: Readonly<Record<string, string>>): boolean {
  buildSync({ ...BUNDLE_OPTIONS, entryPoints: [join(LIB, entry)], outfile: join(outdir, 'index.js') });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(outdir, path)), { recursive: true });
    writeFileSync(join(outdir, path), text);
  }
  return true;
}
