import type {
  DescribeImageScanFindingsCommandOutput,
  EnhancedImageScanFinding,
  ImageScanFinding,
  ScanStatus,
} from '@aws-sdk/client-ecr';
import type { Finding } from './findings';
import { ratingOf } from './limits';

/** One page of what the registry says of an image's scan. */
export type ScanPage = Pick<
  DescribeImageScanFindingsCommandOutput,
  'imageScanStatus' | 'imageScanFindings' | 'nextToken'
>;

/** What a status of a scan means: its findings count, it is on its way, or there will be none. */
export type ScanState = 'done' | 'on its way' | 'over';

/**
 * The states of a scan (`ScanStatus` of ECR's API). `ACTIVE` is Inspector's, which scans an image again and again. Whatever
 * is not listed, a state of tomorrow as well, has no findings to trust.
 */
const STATES: Partial<Readonly<Record<ScanStatus, ScanState>>> = {
  ACTIVE: 'done',
  COMPLETE: 'done',
  IN_PROGRESS: 'on its way',
  PENDING: 'on its way',
};

export function stateOf(status: string | undefined): ScanState {
  return STATES[status as ScanStatus] ?? 'over';
}

/** The findings on a page, of the basic scan and of Inspector. */
export function findingsOf({ imageScanFindings }: ScanPage): Finding[] {
  const { findings = [], enhancedFindings = [] } = imageScanFindings ?? {};
  // What Inspector calls closed is mended; what it calls suppressed was accepted by somebody else than this delivery.
  const open = enhancedFindings.filter(({ status }) => status !== 'CLOSED');
  return [...findings.map(basicFinding), ...open.map(enhancedFinding)];
}

function basicFinding({ name, severity, description, attributes = [] }: ImageScanFinding): Finding {
  const attribute = (key: string) => attributes.find((candidate) => candidate.key === key)?.value;
  return {
    ids: [name ?? 'unnamed'],
    severity: ratingOf(severity),
    title: description ?? 'no description',
    where: packageName(attribute('package_name'), attribute('package_version')),
  };
}

function enhancedFinding(finding: EnhancedImageScanFinding): Finding {
  const { severity, title, packageVulnerabilityDetails: details } = finding;
  const [vulnerable] = details?.vulnerablePackages ?? [];
  return {
    ids: [details?.vulnerabilityId ?? finding.findingArn ?? 'unnamed'],
    severity: ratingOf(severity),
    title: title ?? finding.description ?? 'no description',
    where: packageName(vulnerable?.name, vulnerable?.version),
  };
}

function packageName(name: string | undefined, version: string | undefined): string {
  if (name === undefined) return 'the image';
  return version === undefined ? name : `${name} ${version}`;
}
