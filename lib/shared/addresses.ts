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

/** The shortest prefix of a range that can still be a company's: 10.0.0.0/8 and the old class A networks. */
export const WIDEST_PREFIX = 8;

/** Whether a range of addresses, `203.0.113.0/24`, is wider than any one organisation's. */
export function isWide(cidr: string): boolean {
  return Number(cidr.split('/')[1]) < WIDEST_PREFIX;
}
