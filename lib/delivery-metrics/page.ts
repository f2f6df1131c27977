import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, html } from './html';
import { MEASURES, valueText } from './measures';
import { plotsOf, tableOf } from './page-plots';
import { daysText } from './readable';
import type { Report, Summary } from './report';
import { TIER_SOURCE, type Tier } from './tiers';

const STYLE = new Html(readFileSync(join(__dirname, 'page.css'), 'utf8'));

/** The report as a page of its own: it asks for nothing, runs nothing, and is light or dark as its reader likes. */
export function pageOf(report: Report, title: string): string {
  const { services, delivery, production, environments, places } = report;
  const where = production.length === 0 ? 'no production environment' : `production is ${production.join(', ')}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><h1>${title}</h1><p>${daysText(report)}, ${where}</p></header>
${services.length === 0 ? html`<p>Nothing has happened in production. Below is each environment by itself.</p>` : undefined}
${services.length > 1 ? section('All services', delivery) : undefined}
${services.map((summary) => section(summary.service, summary))}
<section><h2>Environments</h2>
${environmentTable('Each environment', ['Environment'], environments, ({ environment }) => [environment])}
${environmentTable('Each service in each environment', ['Service', 'Environment'], places, (one) => [one.service, one.environment])}
</section>
${footer()}
</main>
</body>
</html>
`;
  return page.text;
}

function section(name: string, summary: Summary): Html {
  return html`<section><h2>${name}</h2>
<ul class="cards">${MEASURES.map((measure) => {
    const tier = measure.tierOf(summary.tiers);
    return html`<li><h3>${measure.label}</h3><p class="value">${valueText(measure, summary.metrics)}</p>
<p>${tier ? badge(tier) : undefined}</p><p class="basis">${measure.basisOf(summary.metrics)}</p></li>`;
  })}</ul>
${plotsOf(summary, name)}
</section>`;
}

function badge(tier: Tier): Html {
  return html`<span class="tier ${tier}">${tier}</span>`;
}

function environmentTable<T extends Summary>(
  caption: string,
  names: readonly string[],
  all: readonly T[],
  namesOf: (one: T) => readonly string[],
): Html {
  const headings = [...names, 'Deployments', ...MEASURES.map(({ label }) => label)];
  const rows = all.map((one) => [
    ...namesOf(one),
    String(one.metrics.deployments),
    ...MEASURES.map((measure) => withTier(measure, one)),
  ]);
  return tableOf(caption, headings, rows);
}

function withTier(measure: (typeof MEASURES)[number], { metrics, tiers }: Summary): Html {
  const tier = measure.tierOf(tiers);
  const value = valueText(measure, metrics);
  return tier ? html`${value} ${badge(tier)}` : html`${value}`;
}

function footer(): Html {
  return html`<footer><h2>How to read it</h2>
<dl>${MEASURES.map(({ label, meaning }) => html`<dt>${label}</dt><dd>${meaning}</dd>`)}</dl>
<p>Tiers are those of <a href="${TIER_SOURCE.url}">${TIER_SOURCE.name}</a>; the rework rate has none there. A deployment
belongs to the week of its end; redeployments of what ran already count nowhere. Days are those of UTC.</p></footer>`;
}
