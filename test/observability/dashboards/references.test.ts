import { CfnOutput, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { substituted } from '../../../lib/observability/dashboards/substituted';
import { weakly } from '../../../lib/observability/seen-from-elsewhere';
import { newApp } from '../../support/app';
import { evaluator } from '../../support/intrinsics';

/** The template of a stack that `fill` may fill with what it takes from a log group of another one. */
function templateWith(fill: (stack: Stack, group: logs.LogGroup) => void) {
  const app = newApp();
  const group = new logs.LogGroup(new Stack(app, 'producer'), 'Logs');
  fill(new Stack(app, 'consumer'), group);
  const stacks = app.synth().stacks.map(({ stackName, template }) => ({ name: stackName, template }));
  const consumer = stacks.find(({ name }) => name === 'consumer')!;
  return { consumer, evaluate: (value: unknown) => evaluator(stacks)(consumer, value), stacks };
}

describe('weakly', () => {
  test('a name of another stack is no export of it', () => {
    const { consumer, evaluate, stacks } = templateWith((stack, group) => {
      new CfnOutput(stack, 'Name', { value: weakly(group.logGroupName) });
    });
    expect(evaluate(consumer.template.Outputs!['Name']!.Value)).toMatch(/^producer\.Logs/);
    expect(JSON.stringify(stacks.map(({ template }) => template))).not.toContain('Export');
  });

  test('what is known stays as it is', () => {
    expect(weakly('shop-dev')).toBe('shop-dev');
  });

  test('what is no attribute of a resource is refused', () => {
    expect(() => weakly(Fn.join('-', [Fn.ref('A'), 'b']))).toThrow('Only an attribute of a resource');
  });
});

describe('substituted', () => {
  const { consumer, evaluate } = templateWith((stack, group) => {
    const name = weakly(group.logGroupName);
    const text = `\${kept} ${stack.region} ${name} ${stack.region} ${name} ${stack.account}`;
    new cloudwatch.CfnDashboard(stack, 'Dashboard', { dashboardBody: Token.asString(substituted(text)) });
    new cloudwatch.CfnDashboard(stack, 'Plain', { dashboardBody: Token.asString(substituted('nothing')) });
  });
  const bodyOf = (id: string) => consumer.template.Resources[id]!.Properties!['DashboardBody'];

  test('the text is the same, also what looks like a value in it', () => {
    expect(evaluate(bodyOf('Dashboard'))).toMatch(/^\$\{kept\} (\S+) (producer\.Logs\S*) \1 \2 999999999999$/);
  });

  test('each value stands once', () => {
    const [text, values] = bodyOf('Dashboard')['Fn::Sub'];
    expect(text).toBe(
      ['!kept', 'AWS::Region', 'Value1', 'AWS::Region', 'Value1', 'AWS::AccountId']
        .map((name) => `\${${name}}`)
        .join(' '),
    );
    expect(Object.keys(values)).toEqual(['Value1']);
  });

  test('a text without values stays one', () => {
    expect(bodyOf('Plain')).toBe('nothing');
  });
});
