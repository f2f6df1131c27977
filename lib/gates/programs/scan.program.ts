/** The gates of a stored image: what the registry's scan found, who signed it, who runs it; and its SBOM is put away. */
import { ECRClient } from '@aws-sdk/client-ecr';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { IMAGE_DETAIL_FILE } from '../../build/programs/constants';
import { readArtifactFile, toJson, writeFiles } from '../../build/programs/files';
import { imageUri, parseImageDetail } from '../../build/programs/image-uri';
import { attempt, Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { INSPECTION_FILE, SBOM_FILE, SCAN_FILE, SCAN_VARIABLES, sbomKey } from './constants';
import { type Finding, judgeByCount, unusedEntries } from './findings';
import { isOpen, requireOpen, runGate } from './gate';
import { inspectSignature, inspectUser, readScan } from './image-inspection';
import { parseGates } from './limits';
import { publish } from './report';
import { forImage, parseSbom } from './sbom';
import { countsOf, parseInspection, type ScanSummary, summaryOf, usedIn } from './summary';
import { parseSeconds } from './waiting';

runProgram(async (environment) => {
  const defaults = {
    signingProfile: '',
    inspected: 'true',
    inspectionDirectory: '',
    pollSeconds: '10',
    waitSeconds: '1200',
    settleSeconds: '120',
  };
  const variables = readVariables(environment, SCAN_VARIABLES, defaults);
  const gates = parseGates(variables.gates);
  const image = parseImageDetail(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE));
  const source = variables.inspected === 'false' ? undefined : await readInspection(variables.inspectionDirectory);
  const sbom = source && forImage(source.sbom, image);
  const { region } = image.repository;
  const registry = new ECRClient({ region });
  const patience = {
    pollSeconds: parseSeconds(SCAN_VARIABLES.pollSeconds, variables.pollSeconds),
    waitSeconds: parseSeconds(SCAN_VARIABLES.waitSeconds, variables.waitSeconds),
    settleSeconds: parseSeconds(SCAN_VARIABLES.settleSeconds, variables.settleSeconds),
  };
  const list = { allow: gates.allow, today: new Date().toISOString().slice(0, 10) };

  let findings: readonly Finding[] = [];
  let scannedAt: Date | undefined;
  const scan = await runGate('image scan', async () => {
    ({ findings, scannedAt } = await readScan(registry, image, patience));
    return { findings: judgeByCount(findings, gates.findings, list), note: `${findings.length} findings` };
  });
  const user = await runGate('image user', () => inspectUser(registry, image));
  const { signingProfile: profile } = variables;
  const signature = await runGate('signature', async () =>
    profile
      ? inspectSignature(registry, image, profile, patience)
      : { findings: [], note: 'not asked for: this delivery does not sign its images' },
  );
  const stored = await runGate('SBOM', async () => {
    if (!sbom) return { findings: [], note: 'none: the source is built and inspected elsewhere' };
    const key = sbomKey(variables.service, image.digest);
    const put = { Bucket: variables.sbomBucket, Key: key, Body: toJson(sbom), ContentType: 'application/json' };
    await attempt(`store ${key} in ${variables.sbomBucket}`, () =>
      new S3Client({ region }).send(new PutObjectCommand(put)),
    );
    return { findings: [], note: `s3://${variables.sbomBucket}/${key}` };
  });

  const results = [scan, user, signature, stored];
  await publish(results, variables.reportsDirectory);
  const summary: ScanSummary = {
    image: imageUri(image),
    counts: countsOf(findings),
    scannedAt: scannedAt?.toISOString(),
    signature: (isOpen(signature) ? signature.note : signature.error) ?? '',
    gates: [...(source?.inspection.gates ?? []), ...results.map(summaryOf)],
    unused: unusedEntries(gates.allow, new Set([...(source?.inspection.used ?? []), ...usedIn(results, gates.allow)])),
  };
  if (summary.unused.length > 0) console.log(`accepted, but met nowhere in this release: ${summary.unused.join(', ')}`);
  await writeFiles(variables.outputDirectory, {
    [SCAN_FILE]: toJson(summary),
    ...(sbom && { [SBOM_FILE]: toJson(sbom) }),
  });
  requireOpen(results);
});

async function readInspection(directory: string) {
  if (!directory)
    throw new Problem(`${SCAN_VARIABLES.inspectionDirectory} names no directory: the artifact is missing`);
  return {
    inspection: parseInspection(await readArtifactFile(directory, INSPECTION_FILE)),
    sbom: parseSbom(await readArtifactFile(directory, SBOM_FILE)),
  };
}
