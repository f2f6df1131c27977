import { Problem } from '../../build/programs/problem';
import { parseDockerfile } from './dockerfile';
import { type Stage, type Stages, stagesOf, type UsedImage } from './dockerfile-stages';
import type { Finding } from './findings';
import { isFrom, isLatest, parseImageReference } from './image-reference';

/** The part of dockerfile-utils' JSON that is read. Lines count from 0. */
interface Diagnostic {
  readonly range: { readonly start: { readonly line: number } };
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** What the platform wants of a Dockerfile: where its images come from, that they stay the same, and who runs it. */
export function checkDockerfile(text: string, file: string, registries: readonly string[]): Finding[] {
  const dockerfile = parseDockerfile(text);
  const stages = stagesOf(dockerfile);
  return [
    ...dockerfile.instructions.filter(({ name }) => name === 'ONBUILD').map(({ line }) => at(file, line, ONBUILD)),
    ...stages.images.flatMap((image) => checkImage(image, registries).map((problem) => at(file, image.line, problem))),
    ...checkUser(stages).map(({ line, ...problem }) => at(file, line, problem)),
  ];
}

/** What the linter says about a Dockerfile's form: what cannot be built is severe, what is no longer the way is not. */
export function parseLint(output: string, file: string): Finding[] {
  let diagnostics: readonly Diagnostic[];
  try {
    diagnostics = JSON.parse(output);
  } catch {
    throw new Problem(`dockerfile-utils printed no JSON: ${output}`);
  }
  return diagnostics.map(({ range, message, severity }) => ({
    ...at(file, range.start.line + 1, { id: `lint-${severity}`, title: message }),
    severity: severity === 'error' ? 'high' : 'low',
  }));
}

/** Whether a user as an image or a Dockerfile names it is root, or may be. */
export function isRoot(user: string): boolean {
  const [name] = user.split(':');
  return name === '' || name === 'root' || /^[+-]?0+$/.test(name!);
}

interface Complaint {
  readonly id: string;
  readonly title: string;
}

/** It would do something in a later stage that nobody has looked at. */
const ONBUILD: Complaint = {
  id: 'onbuild',
  title: 'ONBUILD is for images that others start from: say it where it acts',
};

function checkImage({ text, reference }: UsedImage, registries: readonly string[]): Complaint[] {
  if (reference === undefined) {
    return [{ id: 'unknown-base', title: `${text} has a variable without a default, so nobody knows what it is` }];
  }
  const image = parseImageReference(reference);
  const complaints: Complaint[] = [];
  if (!isFrom(image, registries)) {
    const allowed = registries.join(', ');
    complaints.push({ id: 'foreign-registry', title: `${image.name} is not from an allowed registry (${allowed})` });
  }
  if (isLatest(image)) {
    complaints.push({ id: 'latest', title: `${reference} is another image tomorrow: name a version or a digest` });
  }
  return complaints;
}

function checkUser({ stages }: Stages): (Complaint & { readonly line: number })[] {
  const last = stages.at(-1);
  if (!last) return [{ id: 'no-stage', title: 'there is no FROM', line: 1 }];
  const user = userOf(last, stages);
  if (!user) return [{ id: 'root', title: 'no USER is set, so it runs as root', line: last.base.line }];
  if (user.value === undefined) {
    return [{ id: 'unknown-user', title: `USER ${user.text} has a variable without a value`, line: user.line }];
  }
  return isRoot(user.value) ? [{ id: 'root', title: `USER ${user.value} is root`, line: user.line }] : [];
}

/** A stage that starts from another one begins as its user. */
function userOf(stage: Stage, stages: readonly Stage[]): Stage['user'] {
  if (stage.user) return stage.user;
  const earlier = stages.slice(0, stages.indexOf(stage)).reverse();
  const parent = earlier.find(({ name }) => name !== undefined && name === stage.base.reference?.toLowerCase());
  return parent && userOf(parent, stages);
}

function at(file: string, line: number, { id, title }: Complaint): Finding {
  return { ids: [`dockerfile/${id}`], severity: 'high', title, where: `${file}:${line}` };
}
