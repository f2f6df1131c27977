import type { Edit } from './configuration';

/** The template that mistakes are planted in. */
export const TEMPLATE_FILE = 'docs/examples/service-by-hand.yaml';
/** The configuration that they are planted in. */
export const CONFIGURATION_FILE = 'config/sandbox.ts';

/** One mistake, made in the CDK application and in a template: the same in both, or `what` says how they differ. */
export interface Mistake {
  readonly what: string;
  /** In the configuration, or in the code below `lib`. */
  readonly here: { readonly file: string; readonly edits: readonly Edit[] };
  readonly template: readonly Edit[];
  /** What a deployment of the template does with it, by what AWS documents: it was not run. */
  readonly deployed: string;
  /** The project's own test that finds it here, where nothing before does. */
  readonly test?: string;
}

const PUBLIC = "      exposure: 'public',\n";
const inCode = (file: string, find: string, replace: string) => ({ file, edits: [{ find, replace }] });
const inConfiguration = (find: string, replace: string) => inCode(CONFIGURATION_FILE, find, replace);
/** One more line of the public service. */
const withLine = (line: string) => inConfiguration(PUBLIC, `${PUBLIC}      ${line},\n`);
const inTemplate = (after: string, find: string, replace: string): readonly Edit[] => [{ after, find, replace }];

const SERVICE_FILE = 'lib/compute/placeholder-service.ts';
const BLUE = '  BlueTargetGroup:\n';
const BLUE_ERRORS = '  BlueErrors:\n';
const TASK = '  TaskDefinition:\n';
const SERVICE = '  EcsService:\n';
const MADE = 'refused, at the latest when that resource is made';

/** From what a typo does to what nobody can know. */
export const MISTAKES: readonly Mistake[] = [
  {
    what: 'a misspelt property',
    here: withLine('memroy: 512'),
    template: inTemplate(TASK, 'Memory:', 'Memroy:'),
    deployed: MADE,
  },
  {
    what: 'a value of the wrong type',
    here: withLine("port: 'http'"),
    template: inTemplate('PortMappings:\n', '8080', 'http'),
    deployed: MADE,
  },
  {
    what: 'a word that does not exist',
    here: withLine("controller: 'codedeplyo'"),
    template: inTemplate(SERVICE, 'CODE_DEPLOY', 'CODE_DEPLYO'),
    deployed: MADE,
  },
  {
    what: 'a misspelt target group of the same stack',
    here: inCode(SERVICE_FILE, 'targetGroups.blue.', 'targetGroups.bleu.'),
    template: inTemplate(SERVICE, '!Ref BlueTargetGroup', '!Ref BleuTargetGroup'),
    deployed: 'refused at once',
  },
  {
    what: 'a misspelt cluster of another stack',
    here: inCode(SERVICE_FILE, 'props.cluster.', 'props.clutser.'),
    template: inTemplate(SERVICE, '-cluster-arn', '-clutser-arn'),
    deployed: 'refused when the service is made, and all that was made before is taken back',
  },
  {
    what: 'cpu and memory that do not go together',
    here: withLine('cpu: 512,\n      memory: 512'),
    template: [{ find: 'Cpu: "256"', replace: 'Cpu: "512"' }],
    deployed: MADE,
  },
  {
    what: "a service's name that is too long for its target groups",
    here: inConfiguration("name: 'storefront'", "name: 'storefront-for-all'"),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
    template: inTemplate(BLUE, '!Sub ${Prefix}-${Service}-blue', 'sandbox-dev-storefront-for-all-blue'),
    deployed: MADE,
  },
  {
    what: 'a port that its container does not have',
    here: inCode(SERVICE_FILE, 'containerPort: PLACEHOLDER.port,', 'containerPort: 8081,'),
    template: inTemplate(SERVICE, 'ContainerPort: 8080', 'ContainerPort: 8081'),
    deployed: 'refused when the service is made',
    test: 'test/compute/placeholder-service.test.ts',
  },
  {
    what: 'a misspelt metric of an alarm',
    here: inCode('lib/compute/endpoint.ts', 'HTTPCode_Target_5XX_Count', 'HTTPCode_Target_5XX_Cuont'),
    template: inTemplate(BLUE_ERRORS, 'HTTPCode_Target_5XX_Count', 'HTTPCode_Target_5XX_Cuont'),
    deployed: '**never**: the alarm is made, and no failure raises it',
    test: 'test/deployment/rollback-alarms.test.ts',
  },
  {
    // The same is not to be had: the CDK's log driver gives what the template forgets, and a template of one service has no build.
    what: 'a forgotten permission: here to push an image, there to write a log',
    // What the exercise `lost-permission` takes away, too.
    here: inCode('lib/build/image-project.ts', "            'ecr:PutImage',\n", ''),
    template: inTemplate('  ExecutionPolicy:\n', '              - logs:CreateLogStream\n', ''),
    deployed:
      'taken; what needs it fails when it runs: here a build, there each task, for which the stack waits in vain',
    test: 'test/app/api-calls.slow.test.ts',
  },
  {
    what: 'a number that is wrong and allowed',
    here: withLine('alarms: { errorPercent: 50 }'),
    template: inTemplate('  ErrorPercent:\n', 'Default: 5', 'Default: 50'),
    deployed: '**never**: half of all users have to see it first',
  },
];
