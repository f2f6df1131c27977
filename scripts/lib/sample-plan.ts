/** What becomes of a release in production. */
export type Fate =
  | 'good'
  /** An alarm during the canary: the controller takes the traffic back. */
  | 'turned back'
  /** The stage fails for a reason outside, and succeeds when it is run again. */
  | 'retried'
  /** Hours later an incident, ended by a hotfix. */
  | 'hotfix'
  /** Soon after it an incident, ended by the release before. */
  | 'rolled back'
  /** A person stops it. */
  | 'stopped';

/** A release of a service, on a day of the sample. */
export interface Release {
  readonly day: number;
  readonly fate: Fate;
}

/** How a service of the sample is worked on. Days count from the first one, which is a Monday. */
export interface Plan {
  readonly service: string;
  readonly authors: readonly string[];
  readonly subjects: readonly string[];
  readonly strategy: string;
  readonly controller: 'codedeploy' | 'ecs';
  /** Minutes until all traffic is on the new version. */
  readonly shiftMinutes: number;
  /** How likely a merge into develop is, in each half of a working day. */
  readonly mergeChance: number;
  readonly releases: readonly Release[];
  /** Days on which production gets a new configuration and no new image. */
  readonly redeployments: readonly number[];
  /** Days whose night has an incident that no deployment has caused. */
  readonly nights: readonly number[];
}

const WEEK = 7;

/** Of a week's number and a day in it, 0 for Monday. */
function on(week: number, day: number, fate: Fate = 'good'): Release {
  return { day: week * WEEK + day, fate };
}

/** The first day: a Monday. */
export const FIRST_DAY = '2026-08-17';
/** Thirteen weeks; nobody works on the last weekend. */
export const DAYS = 13 * WEEK;
/** Bake time in production, in minutes. */
export const BAKE_MINUTES = 30;

/** A team that learns to release smaller changes more often, and one that goes on as before. */
export const PLANS: readonly Plan[] = [
  {
    service: 'storefront',
    authors: ['Ada Byron', 'Grace Murray', 'Jun Tanaka 田中', 'Zoë Müller'],
    subjects: [
      'Show the delivery date in the basket',
      'Load product pictures lazily',
      'Say which field of the address is wrong',
      'Keep the basket after a login',
      'Sort products by price',
      'Use the new address of orders',
      'Show prices with the tax of the country',
      'Make the search field larger on phones',
      'Do not ask for the consent twice',
      'Cache the list of products for a minute',
      'Retry a request to orders once',
      'Let customers take back an order',
    ],
    strategy: 'canary 10 % for 15 min',
    controller: 'codedeploy',
    shiftMinutes: 15,
    mergeChance: 0.6,
    releases: [
      on(0, 2),
      on(2, 2, 'turned back'),
      on(3, 1),
      on(4, 2, 'hotfix'),
      on(5, 3, 'retried'),
      on(6, 2),
      on(7, 1),
      on(7, 3),
      on(8, 2),
      on(9, 1),
      on(9, 3),
      on(10, 0, 'rolled back'),
      on(10, 3),
      on(11, 1),
      on(11, 3),
      on(12, 0),
      on(12, 2),
      on(12, 3),
    ],
    redeployments: [3 * WEEK + 3, 8 * WEEK],
    nights: [],
  },
  {
    service: 'orders',
    authors: ['Edsger Wijk', 'Barbara Huber', 'Ada Byron'],
    subjects: [
      'Write the total of an order with two digits',
      'Answer with 409 where an order has changed',
      'Read orders of a customer by the index',
      'Refuse an order without lines',
      'Take the time of an order from the request',
      'Log the number of lines and not the lines',
      'Limit the size of a request',
      'Close the connection before the task ends',
      'Add the state to the list of orders',
    ],
    strategy: 'linear 20 % every 3 min',
    controller: 'ecs',
    shiftMinutes: 12,
    mergeChance: 0.35,
    releases: [
      on(1, 1),
      on(2, 3),
      on(3, 3, 'hotfix'),
      on(5, 1, 'stopped'),
      on(5, 2),
      on(6, 3),
      on(8, 1),
      on(9, 2, 'turned back'),
      on(10, 1),
      on(11, 2),
      on(12, 1),
    ],
    redeployments: [7 * WEEK + 2],
    nights: [4 * WEEK + 5],
  },
];
