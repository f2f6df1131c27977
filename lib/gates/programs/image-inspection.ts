import {
  DescribeImageScanFindingsCommand,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  ScanNotFoundException,
} from '@aws-sdk/client-ecr';
import { idOf, readConfiguration } from '../../build/programs/ecr';
import { imageUri, type PinnedImage } from '../../build/programs/image-uri';
import { attempt, Problem } from '../../build/programs/problem';
import { isRoot } from './dockerfile-rules';
import { type Finding, judgeAlways } from './findings';
import type { GateWork } from './gate';
import { findingsOf, type ScanPage, stateOf } from './image-findings';
import { type NotYet, type Patience, waitFor } from './waiting';

/** A scan that is over, with all of its findings. */
export interface ImageScan {
  readonly findings: readonly Finding[];
  /** When the registry finished it. */
  readonly scannedAt?: Date;
}

/** Waits for the registry's scan of an image. Whatever ends without findings to trust is a problem. */
export async function readScan(client: ECRClient, image: PinnedImage, patience: Patience): Promise<ImageScan> {
  const first = await waitFor(patience, () => firstPage(client, image));
  const findings = findingsOf(first);
  for (let token = first.nextToken; token; ) {
    const page = await readPage(client, image, token);
    findings.push(...findingsOf(page));
    token = page.nextToken;
  }
  return { findings, scannedAt: first.imageScanFindings?.imageScanCompletedAt };
}

async function firstPage(client: ECRClient, image: PinnedImage): Promise<ScanPage | NotYet> {
  let page: ScanPage;
  try {
    page = await readPage(client, image);
  } catch (error) {
    if (!(error instanceof Problem && error.cause instanceof ScanNotFoundException)) throw error;
    return { waiting: 'missing', reason: `the registry has no scan of ${image.digest}` };
  }
  const { status, description } = page.imageScanStatus ?? {};
  const state = stateOf(status);
  if (state === 'done') return page;
  const reason = `the registry's scan is ${status ?? 'without a status'}${description ? ` (${description})` : ''}`;
  if (state === 'over') throw new Problem(`${reason}, so it has no findings to trust`);
  return { waiting: state, reason };
}

async function readPage(client: ECRClient, { repository, digest }: PinnedImage, nextToken?: string): Promise<ScanPage> {
  return attempt(`read the scan of ${digest}`, () =>
    client.send(
      new DescribeImageScanFindingsCommand({ ...idOf(repository), imageId: { imageDigest: digest }, nextToken }),
    ),
  );
}

/** Waits for the signature of the delivery's own profile; one of another profile is none. */
export async function inspectSignature(
  client: ECRClient,
  image: PinnedImage,
  profile: string,
  patience: Patience,
): Promise<GateWork> {
  await waitFor(patience, () => signature(client, image, profile));
  return { findings: [], note: `signed by ${profile}` };
}

async function signature(client: ECRClient, { repository, digest }: PinnedImage, profile: string) {
  const { signingStatuses = [] } = await attempt(`read the signatures of ${digest}`, () =>
    client.send(new DescribeImageSigningStatusCommand({ ...idOf(repository), imageId: { imageDigest: digest } })),
  );
  const own = signingStatuses.find(({ signingProfileArn }) => signingProfileArn === profile);
  if (!own) {
    const others = signingStatuses.map(({ signingProfileArn }) => signingProfileArn).join(', ') || 'nobody';
    return { waiting: 'missing', reason: `${digest} is not signed by ${profile} but by ${others}` } as const;
  }
  if (own.status === 'COMPLETE') return own;
  if (own.status === 'IN_PROGRESS') {
    return { waiting: 'on its way', reason: `the signature of ${digest} is IN_PROGRESS` } as const;
  }
  const reason = [own.failureCode, own.failureReason].filter(Boolean).join(': ');
  throw new Problem(`the signature of ${digest} is ${own.status ?? 'without a status'}${reason ? ` (${reason})` : ''}`);
}

/** Who runs the image unless a task says otherwise, as the stored image has it; the Dockerfile's base may have set it. */
export async function inspectUser(client: ECRClient, image: PinnedImage): Promise<GateWork> {
  const configuration = await readConfiguration(client, image);
  if (!configuration) throw new Problem(`${image.digest} is an index of several platforms, which say each for itself`);
  const user = configuration.config?.User ?? '';
  if (!isRoot(user)) return { findings: [], note: `user ${user}` };
  const title = user === '' ? 'no user is set, so it runs as root' : `its user ${user} is root`;
  return { findings: judgeAlways([{ ids: ['root'], severity: 'high', title, where: imageUri(image) }]) };
}
