import type { Check } from './check';

/** AWS takes 50 tags on a resource; ten are left to the platform, CloudFormation's own not counted. */
const MOST_TAGS = 40;

export const checkTags: Check = (delivery) => {
  const tags = delivery.at('tags');
  const count = tags.entries().length;
  if (count <= MOST_TAGS) return [];
  return [{ path: tags.path, message: 'has too many tags', got: String(count), allowed: `at most ${MOST_TAGS}` }];
};
