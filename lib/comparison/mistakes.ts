import type { Edit } from './configuration';

/** The template that mistakes are planted in. */
export const TEMPLATE_FILE = 'docs/examples/service-by-hand.yaml';
/** The configuration that they are planted in. */
export const CONFIGURATION_FILE = 'config/sandbox.ts';

/** One mistake, made in the CDK application and in a template. */
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
const inConfiguration = (find: string, replace: string) => ({ file: CONFIGURATION_FILE, edits: [{ find, replace }] });
/** Inside the public service. */
const inService = (find: string, replace: string) => ({
  file: CONFIGURATION_FILE,
  edits: [{ after: "name: 'storefront'", find, replace }],
});
/** One more line of the public service. */
const withLine = (line: string) => inConfiguration(PUBLIC, `${PUBLIC}      ${line},\n`);
const inTemplate = (after: string, find: string, replace: string): readonly Edit[] => [{ after, find, replace }];

const BLUE = '  BlueTargetGroup:\n';
const BLUE_ERRORS = '  BlueErrors:\n';
const SERVICE = '  EcsService:\n';
const MADE = 'refused, at the latest when that resource is made';

/** From what a typo does to what nobody can know. */
export const MISTAKES: readonly Mistake[] = [
  {
    what: 'a misspelt property',
    here: inService('healthCommand', 'healthComand'),
    template: inTemplate(BLUE, 'HealthCheckPath', 'HealthCheckPth'),
    deployed: MADE,
  },
  {
    what: 'a value of the wrong type',
    here: withLine("port: '8080'"),
    template: inTemplate('PortMappings:\n', '8080', 'http'),
    deployed: MADE,
  },
  {
    what: 'a word that does not exist',
    here: inConfiguration("exposure: 'public'", "exposure: 'pulbic'"),
    template: inTemplate(BLUE, 'TargetType: ip', 'TargetType: ipv4'),
    deployed: MADE,
  },
  {
    what: 'a reference to what is not in the same file',
    here: withLine('environments: { prd: { cpu: 512 } }'),
    template: inTemplate(SERVICE, '!Ref BlueTargetGroup', '!Ref BlueTargetGruop'),
    deployed: 'refused at once',
  },
  {
    what: 'cpu and memory that do not go together',
    here: withLine('cpu: 512,\n      memory: 512'),
    template: [{ find: 'Cpu: "256"', replace: 'Cpu: "512"' }],
    deployed: MADE,
  },
  {
    what: 'a name that is too long',
    here: inConfiguration("name: 'storefront'", "name: 'storefront-for-all'"),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
    template: inTemplate(BLUE, '!Sub ${Prefix}-${Service}-blue', 'workshop-test-storefront-for-all-blue'),
    deployed: MADE,
  },
  {
    what: 'a reference to what another stack does not have',
    here: inConfiguration("calls: ['orders']", "calls: ['order']"),
    template: inTemplate(SERVICE, '-cluster-arn', '-clutser-arn'),
    deployed: 'refused when the service is made, and all that was made before is taken back',
  },
  {
    what: 'a port that cannot be',
    here: withLine('port: 80'),
    template: inTemplate(SERVICE, 'ContainerPort: 8080', 'ContainerPort: 80'),
    deployed: 'refused when the service is made: its container has no such port',
  },
  {
    what: 'a misspelt metric of an alarm',
    here: {
      file: 'lib/deployment/rollback-alarms.ts',
      edits: [{ find: 'metricErrors(', replace: 'metricErorrs(' }],
    },
    template: inTemplate(BLUE_ERRORS, 'HTTPCode_Target_5XX_Count', 'HTTPCode_Target_5XX_Cuont'),
    deployed: '**never**: the alarm is made, and no failure raises it',
  },
  {
    what: 'a forgotten permission',
    // What the exercise `lost-permission` takes away, too.
    here: { file: 'lib/build/image-project.ts', edits: [{ find: "            'ecr:PutImage',\n", replace: '' }] },
    template: inTemplate('  ExecutionPolicy:\n', '              - logs:CreateLogStream\n', ''),
    deployed: '**never**: the first call that needs it fails',
    test: 'test/app/api-calls.slow.test.ts',
  },
  {
    what: 'a number that is wrong and allowed',
    here: withLine('alarms: { errorPercent: 50 }'),
    template: inTemplate('  ErrorPercent:\n', 'Default: 5', 'Default: 50'),
    deployed: '**never**: half of all users have to see it first',
  },
];
