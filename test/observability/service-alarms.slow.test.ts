import { simulate } from '../support/cloudwatch/simulation';
import { DOMAIN, shop } from '../support/templates';
import { Place } from './place';
import { type Minute, recordingOf } from './traffic';

/**
 * What the alarms of a template make of recorded traffic. The expected minutes are computed by hand beside each case; a
 * minute is over when the alarm sees it, so that what happens in minute 600 is found in minute 601 at the earliest.
 *
 * The budget of 99.9 % is 0.1 %: an alarm at a burn rate of 14.4 needs more than 1.44 % of bad requests, one at 6 more than
 * 0.6 %, one at 1 more than 0.1 %. That of 99 % is ten times as much.
 */
const promising = new Place(
  shop(({ services: [web] }) => {
    Object.assign(web!, { objectives: { availability: 99.9, latency: { milliseconds: 300 } } });
  }),
);
const promisingNothing = new Place(shop());
const reached = new Place(
  shop(({ environments: [dev], services: [web] }) => {
    Object.assign(dev!, { domain: DOMAIN });
    Object.assign(web!, { exposure: 'public', synthetics: {} });
  }),
);

const PAGE = 'shop-dev-web-page';
const TICKET = 'shop-dev-web-ticket';

/** The page's and the ticket's spans, of what the alarms make of the minutes `from` to `to` of a recording. */
function during(from: number, to: number, traffic: (minute: number) => Minute, place = promising) {
  const history = simulate(place.synthesizedAlarms, recordingOf(to, traffic), { from, to });
  return { pages: history.spansOf(PAGE), tickets: place === promising ? history.spansOf(TICKET) : [] };
}

const HEALTHY: Minute = { blue: { requests: 100 } };
const FAILING: Minute = { blue: { requests: 100, errors: 100 } };

test('one error in ten thousand requests is what was promised', () => {
  const traffic = (minute: number) => ({ blue: { requests: 100, errors: minute % 100 === 0 ? 1 : 0 } });
  expect(during(1, 600, traffic)).toEqual({ pages: [], tickets: [] });
});

test('a total outage pages after its first minute, and half an hour after its end no longer', () => {
  // Long, 1 h: 100 of 6000 are 1.67 %. Short, 5 min: 100 of 500. After that the slow pair holds on, with more than 0.6 % of
  // its 36,000 requests (216) from the third minute to the end: its short window holds the last bad minute, 619, until 649.
  const traffic = (minute: number) => (minute >= 600 && minute < 620 ? FAILING : HEALTHY);
  expect(during(590, 720, traffic).pages).toEqual([[601, 650]]);
});

test('an outage that ends within two minutes pages until its last minute is older than five', () => {
  // 200 bad requests are less than the 217 that the slow pair wants; the fast one's short window holds minute 601 until 606.
  const traffic = (minute: number) => (minute === 600 || minute === 601 ? FAILING : HEALTHY);
  expect(during(590, 720, traffic).pages).toEqual([[601, 607]]);
});

test('seven times the promised errors page after five hours', () => {
  // Too slow for 14.4. Long, 6 h: 7 t of 360,000 are more than 0.6 % (2160) from t = 309 on. Short: 0.7 % in half an hour.
  const traffic = (minute: number) => ({ blue: { requests: 1000, errors: minute >= 600 ? 7 : 0 } });
  expect(during(600, 960, traffic).pages).toEqual([[909, undefined]]);
});

test('a fifth more errors than promised is a ticket after two and a half days, and pages nobody', () => {
  // Long, 3 d: 6 t of 21,600,000 are more than 0.1 % (21,600) from t = 3601 on, and it is looked at when an hour begins.
  const traffic = (minute: number) => ({ blue: { requests: 5000, errors: minute >= 4320 ? 6 : 0 } });
  expect(during(7900, 8100, traffic)).toEqual({ pages: [], tickets: [[4320 + 3660, undefined]] });
});

test('a ticket is over six hours after its cause', () => {
  // Ten times the promised errors from 4320 on for 10 h: 30,000 of three days' 21,600,000. The last bad minute, 4919, is in the
  // short window until 5279, and 51 of its minutes are enough (50 t > 1800 from t = 37): until it holds 36, at 5244.
  const traffic = (minute: number) => ({ blue: { requests: 5000, errors: minute >= 4320 && minute < 4920 ? 50 : 0 } });
  expect(during(5100, 5300, traffic).tickets).toEqual([[5100, 5244]]);
});

test('slow answers page as errors do', () => {
  // 20 % burn the 1 % at 20. Long, 1 h: 20 t of 6000 are more than 14.4 % (864) from t = 44 on.
  const traffic = (minute: number) => ({ blue: { requests: 100, slow: minute >= 600 ? 20 : 0 } });
  expect(during(590, 660, traffic).pages).toEqual([[644, undefined]]);
});

test('tasks that cannot be connected to page as errors do', () => {
  const traffic = (minute: number) => ({ blue: { requests: 100, unconnected: minute >= 600 ? 100 : 0 } });
  expect(during(590, 620, traffic).pages).toEqual([[601, undefined]]);
});

describe('with little traffic', () => {
  /** A request every three minutes. */
  const quiet = (minute: number, error: boolean): Minute =>
    minute % 3 === 0 ? { blue: { requests: 1, errors: error ? 1 : 0 } } : {};

  test('one error in a quiet night is no reason to wake anybody, nor a ticket', () => {
    // 5 % of an hour's twenty requests, 50 times the promise.
    const traffic = (minute: number) => quiet(minute, minute === 600);
    expect(during(590, 970, traffic)).toEqual({ pages: [], tickets: [] });
  });

  test('an outage pages with its fifth bad request', () => {
    // 600, 603, 606, 609, 612.
    const traffic = (minute: number) => quiet(minute, minute >= 600);
    expect(during(590, 660, traffic).pages).toEqual([[613, undefined]]);
  });

  test('an outage goes on while requests are rarer than a short window is long', () => {
    // One every seven minutes: 600, 607, 614, 621, 628. Where five minutes have none, those before count.
    const traffic = (minute: number): Minute => (minute % 7 === 5 ? { blue: { requests: 1, errors: 1 } } : {});
    expect(during(599, 900, (minute) => (minute >= 600 ? traffic(minute) : {})).pages).toEqual([[629, undefined]]);
  });

  test('an outage after which nobody asks any more is over when its minutes are too old to be looked at', () => {
    // The last one, 609, leaves the half an hour of the slow pair at 640, and the two before that, for want of others, at 700.
    const traffic = (minute: number): Minute => (minute >= 600 && minute < 610 ? FAILING : {});
    expect(during(590, 900, traffic).pages).toEqual([[601, 700]]);
  });

  test('none at all is no alarm of any kind', () => {
    const history = simulate(
      promising.synthesizedAlarms,
      recordingOf(120, () => ({})),
      { to: 120 },
    );
    for (const { AlarmName } of [...promising.synthesizedAlarms.metric, ...promising.synthesizedAlarms.composite]) {
      expect(history.of(AlarmName)).toEqual([{ minute: 1, state: 'OK' }]);
    }
  });
});

describe('a deployment', () => {
  test('that moves good traffic from one side to the other is none of the alarms’ business', () => {
    const traffic = (minute: number): Minute => {
      if (minute < 600) return { blue: { requests: 100 } };
      return minute < 610 ? { blue: { requests: 90 }, green: { requests: 10 } } : { green: { requests: 100 } };
    };
    expect(during(590, 900, traffic)).toEqual({ pages: [], tickets: [] });
  });

  test('whose new side fails pages by what of all requests is bad', () => {
    // A canary of 10 % for five minutes: 50 bad ones, of the 87 that an hour's 1.44 % are. With all of the traffic the sixth
    // minute brings them to 150.
    const traffic = (minute: number): Minute => {
      if (minute < 600) return { blue: { requests: 100 } };
      return minute < 605
        ? { blue: { requests: 90 }, green: { requests: 10, errors: 10 } }
        : { green: { requests: 100, errors: 100 } };
    };
    expect(during(590, 660, traffic).pages).toEqual([[606, undefined]]);
  });
});

test('what fails again and again pages three times, and then is one alarm until it is over', () => {
  // A bad minute every ten: the fast pair is on until it is older than five. With the third, 300 bad requests, the slow one has
  // its 217 of six hours, and its half an hour never is without a bad minute until 30 min after the last, 690.
  const traffic = (minute: number) => (minute >= 600 && minute <= 690 && minute % 10 === 0 ? FAILING : HEALTHY);
  expect(during(590, 780, traffic).pages).toEqual([
    [601, 606],
    [611, 616],
    [621, 721],
  ]);
});

test('before the first release nothing pages, whatever fails; afterwards it does', () => {
  // The placeholder's last task reports in minute 59. Its alarm holds on for ten minutes, and for the two more in which CloudWatch
  // looks for data where some are missing: 59 is among the twelve minutes before 71.
  const traffic = (minute: number): Minute => ({ ...FAILING, placeholders: minute < 60 ? 1 : 0 });
  expect(during(1, 120, traffic)).toEqual({ pages: [[72, undefined]], tickets: [[72, undefined]] });
});

describe('without a task that is well', () => {
  test('a service that nobody can ask pages after three minutes, though it looks as if nobody did', () => {
    const traffic = (minute: number) => (minute < 600 ? HEALTHY : { healthy: 0 });
    for (const place of [promising, promisingNothing]) {
      expect(during(590, 660, traffic, place).pages).toEqual([[603, undefined]]);
    }
  });

  test('two minutes are none, as the last one may not have been told yet', () => {
    const traffic = (minute: number) => (minute === 600 || minute === 601 ? { healthy: 0 } : HEALTHY);
    expect(during(590, 660, traffic).pages).toEqual([]);
  });
});

describe('a service that promises nothing', () => {
  test('pages on the alarms that roll a deployment back', () => {
    // More than 5 % in two minutes of three.
    const traffic = (minute: number) => (minute >= 600 ? FAILING : HEALTHY);
    expect(during(590, 620, traffic, promisingNothing).pages).toEqual([[602, undefined]]);
  });

  test('does not page for bad minutes that are further apart, though minutes between them have no data on errors', () => {
    const traffic = (minute: number) => (minute === 600 || minute === 604 ? FAILING : HEALTHY);
    expect(during(590, 620, traffic, promisingNothing).pages).toEqual([]);
  });

  test('has no ticket', () => {
    expect(promisingNothing.synthesizedAlarms.composite.map(({ AlarmName }) => AlarmName)).toEqual([PAGE]);
  });
});

describe('from outside', () => {
  /** A run every five minutes. */
  const asked = (fails: (minute: number) => boolean) => (minute: number) => ({
    ...HEALTHY,
    ...(minute % 5 === 0 && { outside: !fails(minute) }),
  });

  test('two of three requests without a good answer page', () => {
    // The runs of minutes 600 and 605.
    const traffic = asked((minute) => minute >= 600);
    expect(during(590, 660, traffic, reached).pages).toEqual([[606, undefined]]);
  });

  test('one does not', () => {
    const traffic = asked((minute) => minute % 15 === 0);
    expect(during(590, 660, traffic, reached).pages).toEqual([]);
  });

  test('no run does not', () => {
    expect(during(590, 660, () => HEALTHY, reached).pages).toEqual([]);
  });
});
