import { evaluator } from '../intrinsics';
import { asList, type Properties, resourcesIn, walk } from '../template';
import { type Check, change, type Find } from './check';

/** Names that ask for a secret, and values that look like one, whatever their name. */
const SECRET_NAME = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|(API|PRIVATE|ACCESS|SIGNING)_?KEY/i;
const SECRET_VALUE = /AKIA[0-9A-Z]{16}|-----BEGIN|\bgh[pousr]_\w{30}|\bglpat-|\bxox[abp]-|:\/\/[^/\s:]+:[^@\s]+@/;

/** Variables of containers, builds, functions and pipeline actions. */
const find: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks).flatMap(({ where, stack, properties }) => {
    const variables: [name: string, value: unknown][] = [];
    walk(evaluate(stack, properties), (object, key) => {
      if (key === 'Variables') variables.push(...Object.entries(object));
      if (key !== 'Environment' && key !== 'EnvironmentVariables' && key !== 'Configuration') return;
      const inline =
        typeof object['EnvironmentVariables'] === 'string' ? JSON.parse(object['EnvironmentVariables']) : [];
      for (const { name, value, type } of [capitals(object), ...asList<Properties>(inline)]) {
        if (type === undefined || type === 'PLAINTEXT') variables.push([name, value]);
      }
    });
    return variables
      .filter(([name, value]) => SECRET_NAME.test(name) || SECRET_VALUE.test(String(value)))
      .map(([name]) => `${where}: ${name} is in plain text`);
  });
};

function capitals({ Name, Value, Type }: Properties): Properties {
  return { name: Name, value: Value, type: Type };
}

const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';
const hasVariables = ({ ContainerDefinitions }: Properties) => ContainerDefinitions[0].Environment;
const variable = (Name: string, Value: string) =>
  change(TASK_DEFINITION, (task) => task['ContainerDefinitions'][0].Environment.push({ Name, Value }), hasVariables);

export const PLAIN_TEXT_CHECKS: readonly Check[] = [
  {
    title: 'no secret stands in plain text',
    find,
    planted: [
      { defect: 'by its name', plant: variable('DB_PASSWORD', 'x'), finding: /DB_PASSWORD is in plain text/ },
      { defect: 'by its value', plant: variable('ID', `AKIA${'A'.repeat(16)}`), finding: /ID is in plain text/ },
      { defect: 'in an address', plant: variable('DB', 'postgres://me:mine@host/db'), finding: /DB is in plain text/ },
      {
        defect: 'in a build',
        plant: change('AWS::CodeBuild::Project', (project) => {
          project['Environment'].EnvironmentVariables = [{ Name: 'API_KEY', Type: 'PLAINTEXT', Value: 'x' }];
        }),
        finding: /API_KEY is in plain text/,
      },
    ],
  },
];
