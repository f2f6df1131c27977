import type { Cursor } from '../cursor';
import type { GatesInput } from '../input';
import type { Finding } from '../issues';
import { type Check, duplicates } from './check';

/** Lists in which nothing stands twice. */
export const checkLists: Check = (delivery) => [
  ...duplicates(delivery.at('notifications').at('email').items(), 'each address once'),
  ...gates(delivery.at('gates')),
  ...delivery
    .at('services')
    .items()
    .flatMap((service) => gates(service.at('gates'))),
];

function gates(place: Cursor<GatesInput | undefined>): Finding[] {
  const ids = place.at('allow').items();
  return [
    ...duplicates(
      ids.map((finding) => finding.at('id')),
      'each finding once',
    ),
    ...duplicates(place.at('image').at('baseRegistries').items(), 'each registry once'),
  ];
}
