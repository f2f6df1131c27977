import type { Axis } from './axis';
import { type Html, html } from './html';

/** What a plot has at one place of its horizontal axis. */
export interface Point {
  /** What it is of: the week. */
  readonly label: string;
  /** Undefined where nothing was measured. */
  readonly value?: number;
  /** Bars: of the value, the part that is marked. Dots: how far their line goes up. */
  readonly other?: number;
  /** What is said where the pointer rests. */
  readonly text: string;
}

export interface PlotProps {
  readonly kind: 'bars' | 'dots';
  readonly points: readonly Point[];
  readonly axis: Axis;
  /** Values with a name, the smallest first, drawn where the axis reaches them. */
  readonly limits?: readonly { readonly value: number; readonly name: string }[];
  /** What it shows, in words. */
  readonly description: string;
}

/** Of the drawing, in its own units; the page scales it. */
const SIZE = { width: 360, height: 180 };
const BOX = { left: 46, right: 352, top: 12, bottom: 154 };
/** Right of the drawing, so that the names of limits hide nothing. */
const NAMES = 66;
const DOT = 3.5;
/** Of a line of text. */
const LINE = 12;

/** A plot as SVG. Its colours are those of the page. */
export function plot({ kind, points, axis, limits = [], description }: PlotProps): Html {
  const right = limits.length > 0 ? BOX.right - NAMES : BOX.right;
  const y = (value: number) => round(BOX.bottom - (value / axis.top) * (BOX.bottom - BOX.top));
  const step = (right - BOX.left) / Math.max(1, points.length);
  const x = (index: number) => round(BOX.left + (index + 0.5) * step);
  const grid = axis.ticks.map(
    ({ value, text }) => html`<line class="grid" x1="${BOX.left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"/>
<text class="tick" x="${BOX.left - 6}" y="${y(value) + 4}" text-anchor="end">${text}</text>`,
  );
  const reached = limits.filter(({ value }) => value < axis.top);
  const lines = reached.map(({ value, name }, index) => {
    const above = reached[index - 1];
    // Two names at one place could not be read.
    const hasRoom = above === undefined || y(above.value) - y(value) >= LINE;
    return html`<line class="limit" x1="${BOX.left}" x2="${right + 4}" y1="${y(value)}" y2="${y(value)}"/>
${hasRoom ? html`<text class="tick" x="${right + 7}" y="${y(value) + 4}">${name}</text>` : undefined}`;
  });
  const marks = kind === 'bars' ? bars(points, { x, y, step }) : dots(points, { x, y, step });
  return html`<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${description}">
${grid}
${marks}
${lines}
${dates(points, x)}
</svg>`;
}

interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  /** From one point to the next. */
  readonly step: number;
}

function bars(points: readonly Point[], { x, y, step }: Scale): Html[] {
  const width = round(Math.min(24, step * 0.7));
  return points.flatMap(({ value, other = 0, text }, index) => {
    if (value === undefined) return [];
    const left = round(x(index) - width / 2);
    const bar = (name: string, from: number, to: number) =>
      to > from
        ? html`<rect class="${name}" x="${left}" y="${y(to)}" width="${width}" height="${round(y(from) - y(to))}"/>`
        : html``;
    // What is marked stands at the bottom, where the eye compares it from week to week.
    return [
      html`<g><title>${text}</title>${bar('marked', 0, other)}${bar('bar', other, value)}${target(x(index), step)}</g>`,
    ];
  });
}

function dots(points: readonly Point[], { x, y, step }: Scale): Html[] {
  const line = points
    .flatMap(({ value }, index) => {
      if (value === undefined) return [];
      // A week without a value breaks the line.
      const isJoined = index > 0 && points[index - 1]!.value !== undefined;
      return [`${isJoined ? 'L' : 'M'}${x(index)} ${y(value)}`];
    })
    .join('');
  const marks = points.flatMap(({ value, other, text }, index) => {
    if (value === undefined) return [];
    const range =
      other === undefined
        ? undefined
        : html`<line class="range" x1="${x(index)}" x2="${x(index)}" y1="${y(value)}" y2="${y(other)}"/>`;
    return [
      html`<g><title>${text}</title>${range}<circle class="dot" cx="${x(index)}" cy="${y(value)}" r="${DOT}"/>${target(x(index), step)}</g>`,
    ];
  });
  return [html`<path class="line" d="${line}"/>`, ...marks];
}

/** Where the pointer may rest: easier to hit than what is drawn. */
function target(x: number, step: number): Html {
  return html`<rect class="target" x="${round(x - step / 2)}" y="${BOX.top}" width="${round(step)}" height="${BOX.bottom - BOX.top}"/>`;
}

/** As many as there is room for, the last one among them. */
function dates(points: readonly Point[], x: (index: number) => number): Html[] {
  const every = Math.max(1, Math.ceil(points.length / 5));
  return points.flatMap(({ label }, index) =>
    (points.length - 1 - index) % every === 0
      ? [html`<text class="tick" x="${x(index)}" y="${BOX.bottom + 16}" text-anchor="middle">${label}</text>`]
      : [],
  );
}

/** A hundredth of a unit is less than a pixel. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
