import { environment } from './environment.js';
import { runService } from './platform/run.js';

void runService({
  name: 'orders',
  environment,
  // Only the services that name it in `calls` reach it.
  trustCallers: true,
  loadInstrumentations: () => (require('./instrumentations.js') as typeof import('./instrumentations.js')).create(),
  loadApp: () => (require('./app.js') as typeof import('./app.js')).createApp,
});
