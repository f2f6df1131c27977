import { z } from 'zod';
import { httpUrl, readEnvironment } from '../../src/platform/environment.js';

const variables = z.object({ BASE_URL: httpUrl('the address of the deployed service to test') });

/** Where the deployed service is, without a slash at the end. Throws without a usable BASE_URL. */
export function baseUrl(): string {
  return readEnvironment(variables, process.env).BASE_URL.replace(/\/+$/, '');
}
