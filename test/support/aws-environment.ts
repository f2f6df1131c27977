/**
 * Imported first, this makes clients of AWS that a test imports know no configuration of this machine. `AWS_ENDPOINT_URL`
 * may be set later: they read it with their first call.
 */
import { isolated } from './program';

Object.assign(process.env, isolated('/nonexistent'));
