import { canonical, listOf, rendered, type Template } from '../cloudformation/template';
import { contains, parseCidr } from '../config/cidr';

/** One rule of a security group. */
export interface NetworkRule {
  /** `into` or `out of`, and the group. */
  readonly where: string;
  /** `-1` is every protocol. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A range of addresses, or another group. */
  readonly peer: string;
}

const EVERY_PROTOCOL = '-1';
const EVERY_PORT = { from: 0, to: 65_535 };
const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'DestinationSecurityGroupId',
  'SourceSecurityGroupName',
  'SourcePrefixListId',
  'DestinationPrefixListId',
];

/** All rules of a template's security groups, wherever they stand. */
export function networkRulesIn(template: Template): readonly NetworkRule[] {
  return Object.entries(template.Resources ?? {}).flatMap(([id, { Type: type, Properties: properties = {} }]) => {
    switch (type) {
      case 'AWS::EC2::SecurityGroup':
        return [
          ...listOf(properties['SecurityGroupIngress']).map((rule) => ruleOf('into', `\${${id}.GroupId}`, rule)),
          ...listOf(properties['SecurityGroupEgress']).map((rule) => ruleOf('out of', `\${${id}.GroupId}`, rule)),
        ];
      case 'AWS::EC2::SecurityGroupIngress':
        return [ruleOf('into', rendered(properties['GroupId'] ?? properties['GroupName']), properties)];
      case 'AWS::EC2::SecurityGroupEgress':
        return [ruleOf('out of', rendered(properties['GroupId']), properties)];
      default:
        return [];
    }
  });
}

function ruleOf(direction: string, group: string, raw: unknown): NetworkRule {
  const rule = Object(raw) as Readonly<Record<string, unknown>>;
  const name = String(rule['IpProtocol']);
  const peer = rendered(PEERS.map((kind) => rule[kind]).find((value) => value !== undefined) ?? canonical(rule));
  const common = { where: `${direction} ${group}`, peer };
  if (name === EVERY_PROTOCOL) return { ...common, protocol: name, ...EVERY_PORT };
  const [from, to] = [Number(rule['FromPort']), Number(rule['ToPort'])];
  if (isPort(from) && isPort(to)) return { ...common, protocol: name, from, to };
  // The types of ICMP, or a port that only the deployment knows: comparable with its equal alone.
  return { ...common, protocol: `${name} ${canonical([rule['FromPort'], rule['ToPort']])}`, ...EVERY_PORT };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

/** Whether the traffic of `rule` was let through by `former`. */
export function coversRule(former: NetworkRule, rule: NetworkRule): boolean {
  return (
    former.where === rule.where &&
    (former.protocol === EVERY_PROTOCOL || former.protocol === rule.protocol) &&
    former.from <= rule.from &&
    former.to >= rule.to &&
    coversPeer(former.peer, rule.peer)
  );
}

function coversPeer(former: string, peer: string): boolean {
  if (former === peer || (former === '::/0' && peer.includes(':') && peer.includes('/'))) return true;
  const [outer, inner] = [parseCidr(former), parseCidr(peer)];
  return outer !== undefined && inner !== undefined && contains(outer, inner);
}
