import { infrastructureRepositoryName, repositoryName } from '../../shared/names';
import type { Cursor } from '../cursor';
import type { DeliveryInput } from '../input';
import type { Finding } from '../issues';
import { isInside, plainPath } from '../source-rules';
import { type Check, where } from './check';
import { type Source, sourceIn } from './sources';

/** Services share a repository only where they say so, and then each has its own part of it. */
export const checkRepositories: Check = (delivery) => {
  const services = delivery.at('services').items();
  return [...parts(services.map(sourceIn)), ...strangers(delivery)];
};

/** In a repository with several services each has a path, and none has another's. */
function parts(sources: readonly Source[]): Finding[] {
  const repositoryOf = (source: Source) => {
    const [kind, name] = [source.at('kind').value, source.at('repository').value];
    return kind === undefined || name === undefined ? undefined : `${kind} ${name}`;
  };
  return sources.flatMap((source, index): Finding[] => {
    const repository = repositoryOf(source);
    const isOther = (other: Source) => other !== source && repositoryOf(other) === repository;
    const other = repository === undefined ? undefined : sources.find(isOther);
    if (other === undefined) return [];
    const place = source.at('path');
    if (!place.stated) {
      const message = `must be stated, because ${where(other)} is in the same repository`;
      return [{ path: place.path, message, got: 'nothing', allowed: 'a directory of its own' }];
    }
    const earlier = sources.slice(0, index).filter(isOther);
    const rival = earlier.map((one) => one.at('path')).find((path) => meet(path.value, place.value));
    if (rival === undefined) return [];
    const message = `overlaps ${where(rival)}, '${rival.value}', in the same repository`;
    return [{ path: place.path, message, got: `'${place.value}'`, allowed: 'a directory of its own' }];
  });
}

function meet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [left, right] = [plainPath(one), plainPath(other)];
  return isInside(left, right) || isInside(right, left);
}

interface Named {
  readonly place: Cursor<string | undefined>;
  /** The name without the delivery's. */
  readonly name: string;
}

/** A repository of CodeCommit that a service or this application has to itself is nobody else's. */
function strangers(delivery: Cursor<DeliveryInput>): Finding[] {
  const services = delivery.at('services').items();
  const inCodeCommit = services.filter((one) => sourceIn(one).at('kind').or('codecommit') === 'codecommit');
  const own = inCodeCommit
    .filter((service) => service.at('source').sound && !sourceIn(service).at('repository').stated)
    .flatMap((service) => named(service.at('name')));
  const shared = inCodeCommit.flatMap((service) => named(sourceIn(service).at('repository')));
  const application = ofApplication(delivery);
  const delivers = delivery.at('name').value;
  return [
    ...shared.flatMap(({ place, name }) => {
      const owner = own.find((one) => one.name === name);
      return owner ? [finding(place, name, `the one of ${where(owner.place)} alone`)] : [];
    }),
    ...[...own, ...shared]
      .filter(({ name }) => delivers !== undefined && repositoryName(delivers, name) === application)
      .map(({ place, name }) => finding(place, name, `the one of ${where(delivery.at('infrastructure'))}`)),
  ];
}

function named(place: Cursor<string | undefined>): Named[] {
  return place.value === undefined ? [] : [{ place, name: place.value }];
}

/** The physical name of the repository with this application's own code. */
function ofApplication(delivery: Cursor<DeliveryInput>): string | undefined {
  const infrastructure = delivery.at('infrastructure');
  const source = sourceIn(infrastructure as Cursor<NonNullable<DeliveryInput['infrastructure']>>);
  const name = delivery.at('name').value;
  if (!infrastructure.stated || name === undefined || source.at('kind').or('codecommit') !== 'codecommit')
    return undefined;
  const { stated, value } = source.at('repository');
  if (stated) return value === undefined ? undefined : repositoryName(name, value);
  return infrastructureRepositoryName(name);
}

function finding(place: Cursor<unknown>, name: string, owner: string): Finding {
  return {
    path: place.path,
    message: `names the repository that is ${owner}`,
    got: `'${name}'`,
    allowed: 'another name',
  };
}
