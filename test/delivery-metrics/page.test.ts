import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { axisOf } from '../../lib/delivery-metrics/axis';
import { html } from '../../lib/delivery-metrics/html';
import { reportOf } from '../../lib/delivery-metrics/model';
import { pageOf } from '../../lib/delivery-metrics/page';
import { plot } from '../../lib/delivery-metrics/plot';
import { deployment } from './history';

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 10));
const EVENTS = [
  ...deployment({ n: 1, at: at(2) }),
  ...deployment({ n: 2, at: at(9), outcome: 'failed' }),
  ...deployment({ n: 3, at: at(10) }),
];
const WINDOW = { since: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-01-22T00:00:00Z') };
const page = (events: readonly DeliveryEvent[] = EVENTS, production = ['prod'], title = 'Title') =>
  pageOf(reportOf(events, { ...WINDOW, production }), title);
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);

test('it asks for nothing and runs nothing', () => {
  const text = page();
  expect(all(text, /<(script|link|img|iframe|object|base|form)\b/g)).toEqual([]);
  expect(all(text, /\s(?:src|srcset|action|style|on\w+)=/g)).toEqual([]);
  expect(all(text, /url\(|@import/g)).toEqual([]);
  // The one link is for a person to follow.
  expect(all(text, /href="([^"]*)"/g)).toEqual(['https://dora.dev/research/2024/dora-report/']);
  expect(text).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
});

test('what events say is text, wherever it stands', () => {
  const evil = `"><script>alert('1')</script>&\u202e`;
  const text = page(
    [...EVENTS, ...deployment({ n: 9, at: at(12), service: evil, environment: evil })],
    ['prod', evil],
    evil,
  );
  expect(text).not.toContain('<script');
  expect(text).not.toContain('\u202e');
  expect(text).toContain('<h2>&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</h2>');
  expect(all(text, /aria-label="([^"]*)"/g).every((label) => !label.includes('<'))).toBe(true);
});

test('every plot has words for those who do not see it, and a table with a row for each week', () => {
  const text = page();
  const figures = all(text, /<figure>(.*?)<\/figure>/gs);
  expect(figures.map((figure) => /<figcaption>(.*?)</.exec(figure)![1])).toEqual([
    'Deployments a week',
    'Lead time for changes',
    'Change fail rate',
    'Failed deployment recovery time',
    'Deployment rework rate',
    'Incidents a week',
  ]);
  for (const figure of figures) {
    expect(figure).toMatch(/<svg [^>]*role="img" aria-label="[^"]{20,}"/);
    expect(all(figure, /<th scope="row">(.*?)<\/th>/g)).toEqual([
      '2026-01-01 to 2026-01-07',
      '2026-01-08 to 2026-01-14',
      '2026-01-15 to 2026-01-21',
    ]);
  }
  expect(figures[0]).toContain('<tr><th scope="row">2026-01-08 to 2026-01-14</th><td>2</td>\n<td>1</td></tr>');
});

test('values and tiers are those of the report', () => {
  const cards = all(page(), /<p class="value">(.*?)<\/p>/g);
  expect(cards).toEqual(['0.095 a day', '1 d', '33 %', '0 s', '0 %']);
  expect(all(page(), /<p><span class="tier (\w+)">/g)).toEqual(['medium', 'high', 'low', 'elite']);
});

test('all services have a part of their own where there are several', () => {
  const headings = (text: string) => all(text, /<h2>(.*?)<\/h2>/g);
  expect(headings(page())).toEqual(['web', 'Environments', 'How to read it']);
  const two = [...EVENTS, ...deployment({ n: 4, at: at(16), service: 'orders' })];
  expect(headings(page(two))).toEqual(['All services', 'orders', 'web', 'Environments', 'How to read it']);
});

test('without production it says so, and shows the environments', () => {
  const text = page(EVENTS, []);
  expect(text).toContain('no production environment');
  expect(text).toContain('Nothing has happened in production.');
  expect(text).not.toContain('<figure>');
  expect(text).toContain('<th scope="row">prod</th>');
});

test('text is light on dark and dark on light, readable in both (WCAG: a contrast of 4.5 at least)', () => {
  const [light, dark] = all(page(), /:root \{([^}]*)\}/g).map((block) =>
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name, color]) => [name!, color!])),
  );
  const pairs = ['text', 'quiet', 'mark']
    .flatMap((text) => ['ground', 'card'].map((ground) => [text, ground]))
    .concat(['elite', 'high', 'medium', 'low'].map((tier) => [tier, `${tier}-ground`]));
  for (const colors of [light!, dark!]) {
    for (const [text, ground] of pairs) {
      expect([text, ground, contrast(colors[text!]!, colors[ground!]!) >= 4.5]).toEqual([text, ground, true]);
    }
  }
});

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light, dark] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((index) => Number.parseInt(color.slice(index, index + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

describe('an axis', () => {
  const HOUR = 3600;
  test.each([
    ['count', [1], ['0', '1']],
    ['count', [5], ['0', '2', '4', '6']],
    ['count', [], ['0', '1']],
    ['percent', [33], ['0 %', '10 %', '20 %', '30 %', '40 %']],
    ['percent', [100], ['0 %', '50 %', '100 %']],
    ['seconds', [90 * 60], ['0 h', '1 h', '2 h']],
    ['seconds', [20 * HOUR], ['0 h', '6 h', '12 h', '18 h', '24 h']],
    ['seconds', [45 * 60], ['0 min', '15 min', '30 min', '45 min']],
    ['seconds', [100 * 24 * HOUR], ['0 d', '50 d', '100 d']],
    ['seconds', [0], ['0 s', '1 s']],
  ] as const)('of %s up to %j has %j', (unit, values, ticks) => {
    const axis = axisOf(values, unit);
    expect(axis.ticks.map(({ text }) => text)).toEqual(ticks);
    expect(axis.top).toBeGreaterThanOrEqual(Math.max(0, ...values));
  });
});

describe('a plot', () => {
  const axis = axisOf([4], 'count');
  const points = [
    { label: 'a', value: 4, other: 1, text: 'one' },
    { label: 'b', text: 'none' },
    { label: 'c', value: 2, text: 'two' },
  ];

  test('has a bar as high as its value, the failed part of it at the bottom', () => {
    const { text } = plot({ kind: 'bars', points, axis, description: 'x' });
    // 142 units are for 4, from 12 down to 154.
    expect(all(text, /<rect class="(?:marked|bar)"[^>]*y="([\d.]+)"/g)).toEqual(['118.5', '12', '83']);
    expect(all(text, /<title>(.*?)</g)).toEqual(['one', 'two']);
  });

  test('has no line across what was not measured', () => {
    const path = (given: typeof points) =>
      all(plot({ kind: 'dots', points: given, axis, description: 'x' }).text, / d="([^"]*)"/g)[0]!.replace(
        /[^ML]/g,
        '',
      );
    expect(path(points)).toBe('MM');
    expect(path([points[0]!, points[2]!])).toBe('ML');
  });

  test('names the limits that its axis reaches, unless two would stand at one place', () => {
    const names = (limits: { value: number; name: string }[]) =>
      all(
        plot({ kind: 'dots', points, axis, limits, description: 'x' }).text,
        /<text class="tick" x="\d+" y="[\d.]+">(.*?)</g,
      );
    expect(
      names([
        { value: 1, name: 'elite' },
        { value: 3, name: 'high' },
        { value: 9, name: 'far' },
      ]),
    ).toEqual(['elite', 'high']);
    expect(
      names([
        { value: 1, name: 'elite' },
        { value: 1.1, name: 'high' },
      ]),
    ).toEqual(['elite']);
  });
});

test('HTML takes values as text, and HTML as HTML', () => {
  expect(html`<p title="${'"'}">${'<b>'}${html`<i>${'&'}</i>`}${undefined}${[html`1`, html`2`]}${3}</p>`.text).toBe(
    '<p title="&quot;">&lt;b&gt;<i>&amp;</i>1\n23</p>',
  );
});
