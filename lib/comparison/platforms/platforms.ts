import type { Delivery } from '../../config/delivery';
import type { DeliveryInput, ServiceInput } from '../../config/input';
import { resolveDelivery } from '../../config/resolve';
import { PriceList } from '../../cost/prices';
import type { CostedStack } from '../../cost/stacks';
import type { ChartValues } from '../../workload/values';
import type { Blocks } from '../page';
import { Bill } from './bill';
import { featuresTable } from './features';
import type { KubernetesObject, Observed } from './observed';
import { refusals } from './refusals';
import { backTable, releaseValues, strategiesTable } from './releases';
import { kindsTable, objectsSentence, resourcesTable } from './resources';
import { rightsTable } from './rights';
import { sharesTable } from './shares';
import { timesFormula, timesTable } from './times';
import { upkeepTable } from './upkeep';
import { type ByVariant, byVariant, comparedInput, PRODUCTION, REGION, SMALLEST } from './variants';

export interface PlatformSources {
  /** The project's directory. */
  readonly project: string;
  /** A file's text by its path from there. */
  readonly read: (path: string) => string;
  /** The service that is compared with itself. */
  readonly service: ServiceInput;
  readonly synthesized: (delivery: Delivery) => readonly CostedStack[];
  /** What the chart makes of each of several values. */
  readonly rendered: <Name extends string>(
    values: Readonly<Record<Name, ChartValues>>,
  ) => Promise<Readonly<Record<Name, readonly KubernetesObject[]>>>;
}

/** The generated parts of docs/platforms.md. */
export async function platformBlocks(sources: PlatformSources): Promise<Blocks> {
  const { project, read, service } = sources;
  const inputs: ByVariant<DeliveryInput> = byVariant((variant) => comparedInput(service, variant));
  const observed = byVariant((variant): Observed => {
    const delivery = resolveDelivery(inputs[variant], { baseDirectory: project });
    return { variant, delivery, stacks: sources.synthesized(delivery) };
  });
  const charts = await sources.rendered(releaseValues(observed.rollouts));
  const rendered = { observed, objects: charts.linear };
  const prices = new PriceList();
  const bill = new Bill(observed, prices);
  return {
    compared: comparedText(observed.rollouts),
    resources: `${resourcesTable(rendered)}\n\n${objectsSentence(charts.linear)}`,
    kinds: kindsTable(rendered),
    rights: rightsTable(observed),
    upkeep: upkeepTable(observed.rollouts, charts.linear, read),
    totals: `${priceText(prices)}\n\n${bill.totals()}`,
    load: bill.load(),
    'bill-of-one': bill.arithmetic(1),
    'bill-of-ten': bill.arithmetic(10),
    strategies: strategiesTable(observed, charts),
    shares: sharesTable(inputs.rollouts, project),
    back: `${backTable(observed, charts)}\n\n${ROLLBACK}`,
    times: `${timesTable(observed, charts)}\n\n${timesFormula(observed, charts)}`,
    features: featuresTable(rendered),
    refusals: refusals(inputs, project),
  };
}

const ROLLBACK =
  'A rollback is what a person has CodePipeline bring back: [decision 15](decisions/0015-no-alarm-judges-a-rollback.md).';

/** How large the service is in both environments. */
function comparedText({ delivery }: Observed): string {
  const service = delivery.services[0]!;
  const size = (environment: string) => {
    const { cpu, memory, scaling } = service.in[environment]!;
    return `${cpu / 1024} vCPU and ${memory} MiB, ${scaling.minimum} to ${scaling.maximum} times`;
  };
  return [
    `The service is \`${service.name}\` of [workshop.ts](../config/workshop.ts), on ${service.architecture}: in \`${SMALLEST}\` ${size(SMALLEST)};`,
    `in \`${PRODUCTION}\` ${size(PRODUCTION)}, over ${delivery.environments.find(({ name }) => name === PRODUCTION)!.network.zones} zones.`,
  ].join('\n');
}

function priceText({ asOf }: PriceList): string {
  return `AWS's list prices of ${REGION}, put together in ${asOf}, without load:`;
}
