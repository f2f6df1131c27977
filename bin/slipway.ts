import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildDelivery } from '../lib/app/delivery-app';
import { loadDelivery } from '../lib/config/load';
import { ConfigurationError } from '../lib/config/problem';
import { formatProblems } from '../lib/config/report';

const app = new App();
const name: string = app.node.tryGetContext('config') ?? 'sandbox';
try {
  buildDelivery(app, loadDelivery(name, join(__dirname, '..')));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  // A person's mistake: what is wrong is in the message, and a stack trace would bury it.
  console.error(formatProblems(error));
  process.exit(1);
}
