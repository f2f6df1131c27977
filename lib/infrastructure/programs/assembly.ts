import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, Problem } from '../../build/programs/problem';
import type { Template } from '../../cloudformation/template';

/** A stack as it was synthesized. */
export interface AssembledStack {
  /** The name in CloudFormation. */
  readonly name: string;
  readonly template: Template;
  /** Where it is and who may look at it there; undefined where the deployment's credentials decide. */
  readonly place?: Place;
}

export interface Place {
  readonly region: string;
  /** Bootstrap's role that reads the account. */
  readonly lookupRoleArn: string;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  /** `aws://<account>/<region>`, of which each may be unknown. */
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly lookupRole?: { readonly arn: string };
  };
}

/**
 * The stacks of a synthesized application whose path in it starts with `path`, by their names.
 *
 * @throws Problem if there is none, because then nobody has looked at what will be deployed
 */
export async function readStacks(directory: string, path: string): Promise<readonly AssembledStack[]> {
  const manifest = await readJson<{ artifacts?: Readonly<Record<string, Artifact>> }>(directory, 'manifest.json');
  const chosen = Object.entries(manifest.artifacts ?? {}).filter(
    ([, { type, displayName }]) => type === 'aws:cloudformation:stack' && displayName?.startsWith(path),
  );
  if (chosen.length === 0) throw new Problem(`${directory} has no stack whose path starts with ${path}`);
  const stacks = await Promise.all(
    chosen.map(async ([id, artifact]) => ({
      name: artifact.properties?.stackName ?? id,
      template: await readJson<Template>(directory, artifact.properties?.templateFile ?? `${id}.template.json`),
      place: placeOf(artifact),
    })),
  );
  return stacks.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The role's ARN has a placeholder for the partition, also where account and region are known. */
function placeOf({ environment = '', properties }: Artifact): Place | undefined {
  const [, region] = /^aws:\/\/\d{12}\/([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(environment) ?? [];
  const arn = properties?.lookupRole?.arn;
  return region && arn ? { region, lookupRoleArn: arn } : undefined;
}

function readJson<T>(directory: string, name: string): Promise<T> {
  return attempt(`read ${join(directory, name)}`, async () =>
    JSON.parse(await readFile(join(directory, name), 'utf8')),
  );
}
