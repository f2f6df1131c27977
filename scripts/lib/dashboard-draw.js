// Draws each plot of a page that dashboard-page.ts has written, in the browser.
/* global uPlot, document */
for (const json of document.querySelectorAll('script[type="application/json"]')) {
  const { times, lines, stacked, unit, min, max, limits } = JSON.parse(json.textContent);
  const box = json.parentElement.querySelector('.plot');
  const below = times.map(() => 0);
  const heights = lines.map(({ values }) =>
    stacked ? values.map((value, index) => (below[index] += value ?? 0)) : values,
  );
  const highest = Math.max(0, ...heights.flat(), ...limits.map(({ value }) => value));
  const annotate = (plot) => {
    const { ctx } = plot;
    ctx.save();
    ctx.font = '11px sans-serif';
    ctx.textAlign = 'left';
    for (const { value, label, color } of limits) {
      const y = plot.valToPos(value, 'y', true);
      ctx.strokeStyle = ctx.fillStyle = color ?? '#000';
      ctx.beginPath();
      ctx.moveTo(plot.bbox.left, y);
      ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
      ctx.stroke();
      ctx.fillText(label ?? '', plot.bbox.left + 4, y - 4);
    }
    ctx.restore();
  };
  const series = lines.map(({ label, color, isSparse }, index) => ({
    label,
    stroke: color,
    width: 1.5,
    spanGaps: isSparse,
    points: { show: times.length < 3 },
    ...(stacked && { fill: `${color}66`, index }),
  }));
  new uPlot(
    {
      width: box.clientWidth,
      height: box.clientHeight,
      scales: { y: { range: () => [min ?? 0, max ?? (highest === 0 ? 1 : highest * 1.1)] } },
      axes: [
        { size: 32, space: 60 },
        { label: unit, labelSize: 16, size: 44, labelFont: '11px sans-serif' },
      ],
      series: [{}, ...(stacked ? series.reverse() : series)],
      hooks: { draw: [annotate] },
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'UTC'),
    },
    [times, ...(stacked ? heights.reverse() : heights)],
    box,
  );
}
