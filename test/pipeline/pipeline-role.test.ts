import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const NAME = 'toolchain-web-develop-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', account: '222222222222' },
    { name: 'test', account: '333333333333', network: { cidr: '10.1.0.0/16' } },
  ];
  input.branching = {
    releaseLines: [
      { branches: ['develop'], environments: ['dev'] },
      { branches: ['main'], environments: ['test'] },
    ],
  };
});
const template = templateOf(delivery, NAME);
const role = only(template, 'AWS::IAM::Role', { RoleName: 'shop-web-develop-pipeline' });
const statements = allowedBy(delivery, NAME, 'RolePolicy');

function reach(action: string): readonly string[] {
  return about(statements, action).flatMap(({ resources }) => resources);
}

test('the pipeline and all its actions in this account work under one role', () => {
  const { RoleArn, Stages } = only(template, 'AWS::CodePipeline::Pipeline').Properties!;
  expect(RoleArn).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
  const roles = evaluated(delivery, NAME, Stages).flatMap((stage: { Actions: { RoleArn?: string }[] }) =>
    stage.Actions.flatMap((action) => action.RoleArn ?? []),
  );
  expect(roles).toEqual(['arn:aws:iam::222222222222:role/shop-dev-web-deploy']);
});

test('only CodePipeline, for this account, takes on the role', () => {
  expect(role.Properties!['AssumeRolePolicyDocument'].Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'codepipeline.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    },
  ]);
});

test('it hands over the source of its own service', () => {
  const repository = 'arn:aws:codecommit:eu-central-1:111111111111:shop-web';
  const source = statements.filter(({ actions }) => actions.some((action) => action.startsWith('codecommit:')));
  expect(source.flatMap(({ resources }) => resources)).toEqual([repository]);
  // The last is what a whole clone takes in place of an archive.
  expect(source.flatMap(({ actions }) => actions)).toEqual(
    expect.arrayContaining(['codecommit:GetBranch', 'codecommit:GetCommit', 'codecommit:GetRepository']),
  );
});

test('it cannot change the source', () => {
  const actions = statements.flatMap((statement) => statement.actions).filter((name) => name.startsWith('codecommit:'));
  expect(actions.filter((name) => /:(Put|Create|Delete|Merge|GitPush|Update)|\*/.test(name))).toEqual([]);
});

test('it starts its own builds and no others', () => {
  const projects = Object.keys(template.findResources('AWS::CodeBuild::Project'));
  expect(projects).toHaveLength(6);
  expect([...reach('codebuild:StartBuild')].sort()).toEqual(
    projects.map((id) => evaluated(delivery, NAME, { 'Fn::GetAtt': [id, 'Arn'] })).sort(),
  );
});

test('it enters the environments of its own line only', () => {
  expect(reach('sts:AssumeRole')).toEqual(['arn:aws:iam::222222222222:role/shop-dev-web-deploy']);
});

test('it reads and leaves artifacts of its own', () => {
  const own = ['arn:aws:s3:::shop-artifacts-111111111111-eu-central-1/shop-web-develop/*'];
  expect(reach('s3:GetObject')).toEqual(own);
  expect(reach('s3:PutObject')).toEqual(own);
});

test('it may do nothing anywhere', () => {
  expect(statements.filter(({ resources }) => resources.includes('*'))).toEqual([]);
});
