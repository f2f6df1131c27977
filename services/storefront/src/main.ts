import { environment } from './environment.js';
import { runService } from './platform/run.js';

void runService({
  name: 'storefront',
  environment,
  // Anyone may call.
  trustCallers: false,
  loadInstrumentations: () => (require('./instrumentations.js') as typeof import('./instrumentations.js')).create(),
  loadApp: () => (require('./app.js') as typeof import('./app.js')).createApp,
});
