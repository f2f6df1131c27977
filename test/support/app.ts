import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';
import { buildDelivery } from '../../lib/app/delivery-app';
import { DeliveryEnvironment } from '../../lib/app/delivery-environment';
import { tagDelivery } from '../../lib/app/tagging';
import type { Delivery } from '../../lib/config/delivery';
import type { SynthesizedStack } from './template';

/** What costs time and changes no template. */
const QUICK = {
  'aws:cdk:bundling-stacks': [],
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-logicalId-metadata': true,
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
};

/** An app under the project's feature flags, which a bare `new App()` would not read. Nothing is bundled. */
export function newApp(outdir?: string): App {
  return new App({ outdir, analyticsReporting: false, treeMetadata: false, context: { ...context, ...QUICK } });
}

/** The templates of a delivery. Tests that read the same ones as others take `synthesize`, which keeps them. */
export function synthesizeDelivery(delivery: Delivery): readonly SynthesizedStack[] {
  return synthesizeApp((app) => buildDelivery(app, delivery));
}

/** The templates of a delivery's first environment alone, for tests that need many deliveries. */
export function synthesizeEnvironment(delivery: Delivery): readonly SynthesizedStack[] {
  const environment = delivery.environments[0]!;
  return synthesizeApp((app) => {
    new DeliveryEnvironment(app, 'environment', { delivery, environment });
    tagDelivery(app, delivery);
  });
}

function synthesizeApp(build: (app: App) => void): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-synth-'));
  try {
    const app = newApp(outdir);
    build(app);
    return app.synth().stacks.map(({ stackName, environment, template }) => ({
      name: stackName,
      account: known(environment.account),
      region: known(environment.region),
      template,
    }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function known(place: string): string | undefined {
  return place.startsWith('unknown-') ? undefined : place;
}
