import { axisOf } from './axis';
import { type Html, html } from './html';
import { MEASURES, type Measure, valueText } from './measures';
import type { Metrics } from './metrics';
import { plot } from './plot';
import { countText, daysText, durationText, NOTHING, percentText } from './readable';
import type { Summary, Week } from './report';

/** The plots of what was measured week by week, each with its numbers as a table. @param of whose they are */
export function plotsOf({ weeks }: Summary, of: string): Html {
  const [, ...others] = MEASURES;
  return html`<div class="plots">${[
    counts('deployment', weeks, of, ({ deployments, failed }) => ({ all: deployments, failed })),
    ...others.map((measure) => plotOf(measure, weeks, of)),
    counts('incident', weeks, of, ({ incidents }) => ({ all: incidents })),
  ]}</div>`;
}

/** Of what is counted, with the part of it that went wrong. */
function counts(what: string, weeks: readonly Week[], of: string, countsOf: (metrics: Metrics) => Counts): Html {
  const points = weeks.map((week) => {
    const { all, failed } = countsOf(week.metrics);
    const text = `${daysText(week)}: ${countText(all, what)}${failed === undefined ? '' : `, ${failed} failed`}`;
    return { label: shortDay(week), value: all, other: failed, text };
  });
  const title = `${what[0]!.toUpperCase()}${what.slice(1)}s a week`;
  const hasFailed = points.some(({ other }) => other !== undefined);
  return figure({
    title,
    legend: hasFailed ? html`<span class="key bar">went well</span> <span class="key marked">failed</span>` : undefined,
    drawing: plot({
      kind: 'bars',
      points,
      axis: axisOf(
        points.map(({ value }) => value),
        'count',
      ),
      description: descriptionOf(title, weeks, of),
    }),
    headings: ['Week', `${title.split(' ')[0]}`, ...(hasFailed ? ['Failed'] : [])],
    rows: weeks.map((week) => {
      const { all, failed } = countsOf(week.metrics);
      return [daysText(week), String(all), ...(failed === undefined ? [] : [String(failed)])];
    }),
  });
}

interface Counts {
  readonly all: number;
  readonly failed?: number;
}

function descriptionOf(title: string, weeks: readonly Week[], of: string): string {
  return `${title}, ${of}, from ${weeks.length} weeks; the table below has the numbers`;
}

function plotOf(measure: Measure, weeks: readonly Week[], of: string): Html {
  const isTime = measure.unit === 'seconds';
  const isLead = measure.label === LEAD_TIME;
  const points = weeks.map((week) => ({
    label: shortDay(week),
    value: measure.valueIn(week.metrics),
    other: isLead ? week.metrics.leadTime.p90 : undefined,
    text: `${daysText(week)}: ${valueText(measure, week.metrics)}; ${measure.basisOf(week.metrics)}`,
  }));
  const values = points.flatMap(({ value, other }) => [value, other].filter((one) => one !== undefined));
  const limits = Object.entries(measure.limits).map(([tier, value]) => ({
    value,
    name: isTime ? `${tier} < ${durationText(value)}` : `${tier} ≤ ${percentText(value)}`,
  }));
  return figure({
    title: measure.label,
    legend: isLead
      ? html`<span class="key dot">median</span> <span class="key range">up to the 90th percentile</span>`
      : undefined,
    drawing: plot({
      kind: isTime ? 'dots' : 'bars',
      points,
      axis: axisOf(values, measure.unit),
      limits,
      description: descriptionOf(`${measure.label} by week`, weeks, of),
    }),
    headings: ['Week', measure.label, 'From'],
    rows: weeks.map((week) => [daysText(week), valueText(measure, week.metrics), measure.basisOf(week.metrics)]),
  });
}

/** The only one with a second number for each week. */
const LEAD_TIME = MEASURES[1]!.label;

interface Figure {
  readonly title: string;
  readonly legend?: Html;
  readonly drawing: Html;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function figure({ title, legend, drawing, headings, rows }: Figure): Html {
  return html`<figure><figcaption>${title}</figcaption>
${drawing}
<p class="legend">${legend}</p>
<details><summary>${title}: the numbers</summary>${tableOf(title, headings, rows)}</details></figure>`;
}

/** A table whose rows begin with what they are about. @param caption for those who do not see where it stands */
export function tableOf(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
): Html {
  return html`<div class="scroll"><table><caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell === '' ? NOTHING : cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** `09 Nov`: the week's first day. */
function shortDay({ since }: Week): string {
  return new Date(since).toUTCString().slice(5, 11);
}
