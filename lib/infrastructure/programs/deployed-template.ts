import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { attempt, Problem } from '../../build/programs/problem';
import type { Template } from '../../cloudformation/template';

/** The template that a stack was last deployed with; an empty one where there is no such stack yet. */
export async function readDeployedTemplate(client: CloudFormationClient, stackName: string): Promise<Template> {
  return attempt(`read the template of ${stackName}`, async () => {
    const body = await client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' })).then(
      ({ TemplateBody: text }) => text ?? '{}',
      (error) => {
        // CloudFormation has no error of its own for it.
        if (error.name === 'ValidationError' && /does not exist/.test(error.message)) return '{}';
        throw error;
      },
    );
    try {
      return JSON.parse(body);
    } catch (error) {
      throw new Problem(`the template of ${stackName} is no JSON: it was not deployed by this application`, {
        cause: error,
      });
    }
  });
}
