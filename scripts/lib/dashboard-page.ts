import { readFileSync } from 'node:fs';
import type { DashboardBody, Widget, WidgetProperties } from '../../test/support/dashboard/body';
import { htmlOf } from './dashboard-markdown';
import { isOn } from './dashboard-samples';
import { type Series, seriesOf } from './dashboard-series';

/** Of CloudWatch's grid in a window of 1280, in pixels. */
const CELL = { width: 52, height: 50 };
const COLORS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
  '#d62728',
];

/** A page that shows the dashboard as CloudWatch lays it out, with made-up measurements. @param end Unix time in seconds */
export function pageOf(name: string, body: DashboardBody, end: number): string {
  const uplot = require.resolve('uplot/package.json').replace('package.json', 'dist/');
  const height = Math.max(...body.widgets.map((widget) => widget.y + widget.height)) * CELL.height;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<style>${readFileSync(`${uplot}uPlot.min.css`, 'utf8')}${STYLE}</style></head>
<body><main style="width:${24 * CELL.width}px;height:${height}px">
${body.widgets.map((widget) => frame(widget, content(body, widget, end))).join('\n')}
</main>
<script>${readFileSync(`${uplot}uPlot.iife.min.js`, 'utf8')}</script>
<script>${DRAW}</script></body></html>
`;
}

function frame({ x, y, width, height, type, properties }: Widget, html: string): string {
  const place = [x * CELL.width, y * CELL.height, width * CELL.width, height * CELL.height];
  const [left, top, wide, high] = place.map((pixels) => `${pixels}px`);
  const title = properties.title === undefined ? '' : `<h4>${escaped(properties.title)}</h4>`;
  return `<section class="${type}" style="left:${left};top:${top};width:${wide};height:${high}"><div>${title}${html}</div></section>`;
}

function content(body: DashboardBody, widget: Widget, end: number): string {
  const { properties } = widget;
  if (widget.type === 'text') return htmlOf(properties.markdown ?? '');
  if (widget.type === 'alarm') return alarms(properties);
  const series = seriesOf(body, widget, end);
  if (properties.view === 'singleValue') return `<p class="numbers">${series.map(number).join('')}</p>`;
  if (properties.view === 'table') return table(series);
  return plot(widget, series);
}

function alarms({ alarms: arns = [], states }: WidgetProperties): string {
  const names = arns.map((arn) => arn.split(':alarm:')[1] ?? arn);
  const shown = names.filter((name) => !states || states.includes(isOn(name) ? 'ALARM' : 'OK'));
  return shown.map((name) => `<span class="state ${isOn(name) ? 'on' : 'ok'}">${escaped(name)}</span>`).join('');
}

function number({ label, values }: Series): string {
  return `<span><b>${shown(values.at(-1))}</b><small>${escaped(label)}</small></span>`;
}

function table(series: readonly Series[]): string {
  const rows = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== undefined);
    const average = known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
    return `<tr><td>${escaped(label)}</td><td>${shown(average)}</td></tr>`;
  });
  return `<table><tr><th>Label</th><th>Avg</th></tr>${rows.join('')}</table>`;
}

function plot(widget: Widget, series: readonly Series[]): string {
  const { stacked = false, yAxis, annotations } = widget.properties;
  const colored = series.map((one, index) => ({ ...one, color: one.color ?? COLORS[index % COLORS.length] }));
  const times = [...new Set(colored.flatMap((one) => one.times))].sort((one, other) => one - other);
  const lines = colored.map(({ label, color, times: own, values }) => {
    const byTime = new Map(own.map((time, index) => [time, values[index]]));
    return { label, color, values: times.map((time) => byTime.get(time) ?? null), isSparse: own.length < times.length };
  });
  const data = {
    times,
    lines,
    stacked,
    unit: yAxis?.left?.label ?? '',
    min: yAxis?.left?.min ?? null,
    max: yAxis?.left?.max ?? null,
    limits: annotations?.horizontal ?? [],
  };
  const legend = lines.map(({ label, color }) => `<li style="--color:${color}">${escaped(label)}</li>`).join('');
  // What ends a script element must not stand in it.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<div class="plot"></div><ul class="legend">${legend}</ul><script type="application/json">${json}</script>`;
}

function shown(value: number | undefined): string {
  return value === undefined ? '–' : new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const STYLE = readFileSync(`${__dirname}/dashboard-page.css`, 'utf8');
const DRAW = readFileSync(`${__dirname}/dashboard-draw.js`, 'utf8');
