/** Collects what explains the state of a service, and writes it into a bucket: what AWS forgets within the hour above all. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { attempt, describe, Problem } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import type { Platform } from '../config/delivery';
import { DIAGNOSTICS_MINUTES, DIAGNOSTICS_VARIABLES, PLATFORMS_FILE } from './constants';
import { folderOf } from './diagnostics-model';
import { questionsAbout } from './service-questions';

/** What the SSM document calls the function with. */
export interface DiagnosticsRequest {
  readonly service: string;
}

/** What the document goes on with. */
export interface Collected {
  /** The folder in S3. */
  readonly location: string;
  /** What could not be collected, each with the reason. */
  readonly missing: readonly string[];
}

const s3 = new S3Client({});

/** What cannot be asked is missing in the folder, and named; the rest is there. */
export async function handler({ service }: DiagnosticsRequest): Promise<Collected> {
  const { delivery, environment, clusterName, bucketName } = readVariables(process.env, DIAGNOSTICS_VARIABLES);
  if (!service) throw new Problem(`service must be the name of a service (got ${JSON.stringify(service)})`);
  const platform = platformOf(service);
  const to = new Date();
  const from = new Date(to.getTime() - DIAGNOSTICS_MINUTES * 60_000);
  const folder = folderOf(service, to);
  const write = (name: string, content: unknown) =>
    attempt(`write ${name} into ${bucketName}`, () =>
      s3.send(
        new PutObjectCommand({
          Bucket: bucketName,
          Key: `${folder}/${name}.json`,
          Body: JSON.stringify(content, undefined, 2),
          ContentType: 'application/json',
        }),
      ),
    );

  const questions = Object.entries(questionsAbout({ delivery, environment, clusterName, service, from, to }, platform));
  const answers = await Promise.allSettled(questions.map(([, answer]) => answer));
  const missing: string[] = [];
  const parts: string[] = [];
  for (const [index, answer] of answers.entries()) {
    const name = questions[index]![0];
    if (answer.status === 'rejected') {
      missing.push(`${name}: ${describe(answer.reason)}`);
      continue;
    }
    await write(name, answer.value);
    parts.push(name);
  }
  await write('index', { service, environment, from, to, parts, missing });
  const location = `s3://${bucketName}/${folder}/`;
  console.log(`${location} has ${parts.join(', ')}`);
  for (const line of missing) console.warn(`missing: ${line}`);
  return { location, missing };
}

/** Lambda says where the code is. */
function platformOf(service: string): Platform {
  const path = resolve(process.env['LAMBDA_TASK_ROOT']!, PLATFORMS_FILE);
  const platforms: Readonly<Record<string, Platform>> = JSON.parse(readFileSync(path, 'utf8'));
  if (!Object.hasOwn(platforms, service)) {
    throw new Problem(`service must be one of ${Object.keys(platforms).join(', ')} (got ${service})`);
  }
  return platforms[service]!;
}
