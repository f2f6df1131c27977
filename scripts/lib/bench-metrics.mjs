// bench-delivery.mjs runs this in a process of its own, for its memory: node bench-metrics.mjs MODEL EVENTS.
// Prints how long the model of the delivery metrics took for that many events, without making them.
import { endlessHistory } from './delivery-history.mjs';

const [file, wanted] = process.argv.slice(2);
const count = Number(wanted);
const { DeliveryModel } = await import(file);
const history = endlessHistory(1);
// The whole history, which has more than that many events a day.
const days = Math.ceil(count / 10_000);
const since = new Date('2020-01-01');
const until = new Date(since.getTime() + days * 86_400_000);
const model = new DeliveryModel({ since, until, production: ['prod'] });

let milliseconds = 0;
const timed = (work) => {
  // Of the processor, not of the clock: other programs take their share of that.
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  milliseconds += (user + system) / 1000;
  return result;
};

const PART = 10_000;
for (let done = 0; done < count; done += PART) {
  const part = Array.from({ length: Math.min(PART, count - done) }, () => history.next().value);
  timed(() => {
    for (const event of part) model.add(event);
  });
}
const { delivery } = timed(() => model.report());
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ count, milliseconds, megabytes, deployments: delivery.metrics.deployments }));
