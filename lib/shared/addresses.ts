/** The listener with which CodeDeploy tests a new version has the port of the production listener plus this. */
export const TEST_PORT_OFFSET = 10_000;
/** Where the public load balancer of an environment with a domain sends HTTP on to HTTPS. */
export const REDIRECT_PORT = 80;
const LAST_PORT = 65_535;
/** So that the test listener has a port as well. */
export const LAST_LISTENER_PORT = LAST_PORT - TEST_PORT_OFFSET;
/** Below it only root may listen. */
export const FIRST_CONTAINER_PORT = 1024;
export const LAST_CONTAINER_PORT = LAST_PORT;

/** All of IPv4, where a range of addresses is asked for. */
export const EVERYONE = '0.0.0.0/0';
