/** The variable in which the canary's script (`canary/index.js`) finds the address that it asks. */
export const CANARY_VARIABLE = 'TARGET';

/** The namespace in which Synthetics publishes the metrics of canaries. */
export const CANARY_NAMESPACE = 'CloudWatchSynthetics';
