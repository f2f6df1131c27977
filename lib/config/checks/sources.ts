import type { Cursor } from '../cursor';
import type { DeliveryInput, ServiceInput, SourceInput } from '../input';
import type { Finding } from '../issues';
import { isInside, plainPath } from '../source-rules';
import { gitflow } from '../words';
import { type Check, duplicates, where } from './check';

/** A source's members, whatever its kind. */
export type Source = Cursor<{
  readonly kind: SourceInput['kind'];
  readonly repository?: string;
  readonly path?: string;
  readonly sharedPaths?: readonly string[];
}>;

export function sourceIn(place: Cursor<{ readonly source?: SourceInput }>): Source {
  return place.at('source') as unknown as Source;
}

export const checkSources: Check = (delivery) => {
  const services = delivery.at('services').items();
  const infrastructure = delivery.at('infrastructure');
  return [
    ...services.flatMap((service) => [
      ...seed(service),
      ...gitlabCi(service),
      ...sourceOf(sourceIn(service)),
      ...triggers(sourceIn(service), delivery),
    ]),
    ...sourceOf(infrastructure.at('source') as unknown as Source),
    ...notFromGitlabCi(infrastructure.at('source').at('kind')),
  ];
};

/** What a repository starts with is for repositories that the delivery makes. */
function seed(service: Cursor<ServiceInput>): Finding[] {
  const kind = service.at('source').at('kind').or('codecommit');
  const place = service.at('directory');
  if (!place.stated || kind === undefined || kind === 'codecommit') return [];
  const message = `goes with codecommit() only, as ${kind} has a repository already`;
  return [{ path: place.path, message, got: `'${place.value}'`, allowed: 'nothing' }];
}

/** What needs the source, which GitLab keeps to itself. */
function gitlabCi(service: Cursor<ServiceInput>): Finding[] {
  if (service.at('source').at('kind').value !== 'gitlabCi') return [];
  const gates = service.at('gates');
  const refused = (place: Cursor<unknown>, reason: string): Finding[] =>
    place.stated ? [{ path: place.path, message: `does not go with gitlabCi(): ${reason}`, allowed: 'nothing' }] : [];
  return [
    ...refused(service.at('commands'), "GitLab's own jobs install, lint and test"),
    ...refused(service.at('tests').at('integration'), 'its command needs the source, which stays with GitLab'),
    ...refused(service.at('tests').at('acceptance'), 'its command needs the source, which stays with GitLab'),
    ...refused(gates.at('coverage'), "GitLab's own jobs run the unit tests"),
    ...refused(gates.at('staticAnalysis'), 'it needs the source, which stays with GitLab'),
    ...refused(
      gates.at('dependencies'),
      'it needs the source, which stays with GitLab; the scan of the image is there',
    ),
    ...refused(gates.at('image').at('baseRegistries'), 'it needs the Dockerfile, which stays with GitLab'),
  ];
}

/** What may be wrong with a source by itself. */
function sourceOf(source: Source): Finding[] {
  const path = source.at('path').or('.');
  const shared = source.at('sharedPaths').items();
  const repository = source.at('repository');
  const groups = source.at('kind').value === 'github' && (repository.value?.split('/').length ?? 0) > 2;
  return [
    ...(groups
      ? [
          {
            path: repository.path,
            message: 'has groups, which GitHub does not know',
            got: `'${repository.value}'`,
            allowed: "the owner and the name, such as 'acme/shop'",
          },
        ]
      : []),
    ...duplicates(shared, 'each path once'),
    ...(path === undefined ? [] : shared)
      .filter((place) => place.value !== undefined && isInside(plainPath(place.value), plainPath(path!)))
      .map((place) => ({
        path: place.path,
        message: source.at('path').stated ? "is the service's own path already" : 'says nothing without a path',
        got: `'${place.value}'`,
        allowed: source.at('path').stated
          ? `a path outside '${path}'`
          : `nothing, unless ${where(source.at('path'))} is set`,
      })),
  ];
}

/** A trigger takes three filters of eight branches and eight paths each (API reference of CodePipeline, GitConfiguration). */
const MOST_FILTERS = 3;
const MOST_IN_FILTER = 8;

/** A connection's trigger has a filter for each combination of a list of branches and a list of paths. */
function triggers(source: Source, delivery: Cursor<DeliveryInput>): Finding[] {
  const kind = source.at('kind').value;
  if (kind !== 'github' && kind !== 'gitlab') return [];
  const stated = delivery.at('branching').at('releaseLines');
  const branches = Math.max(
    0,
    ...(stated.stated
      ? stated.items().map((line) => line.at('branches').items().length)
      : gitflow().releaseLines.map((line) => line.branches.length)),
  );
  // A shared path may be a file or a directory, and is looked for as both.
  const paths = source.at('path').stated ? 1 + 2 * source.at('sharedPaths').items().length : 1;
  const filters = Math.ceil(branches / MOST_IN_FILTER) * Math.ceil(paths / MOST_IN_FILTER);
  if (filters <= MOST_FILTERS) return [];
  const place = source.at('sharedPaths').stated ? source.at('sharedPaths') : source;
  const message = `makes with ${branches} branches in a release line more filters than a trigger takes`;
  return [
    { path: place.path, message, got: String(filters), allowed: `${MOST_FILTERS} filters of ${MOST_IN_FILTER} each` },
  ];
}

function notFromGitlabCi(kind: Cursor<SourceInput['kind']>): Finding[] {
  if (kind.value !== 'gitlabCi') return [];
  const message = "does not go with this application's pipeline, which needs the source itself";
  return [{ path: kind.path, message, got: "'gitlabCi'", allowed: 'codecommit, github, gitlab' }];
}
