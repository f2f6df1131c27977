import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { attempt } from '../build/programs/problem';
import { parseRawEvent, type RawEvent } from './normalise';

/** Objects that are read at a time. */
const SIDE_BY_SIDE = 16;

/** The bucket that keeps events as they came: `2026/11/25/<id>.json`, by the day on which each happened. */
export class EventArchive {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  /** Keeps an event; the same one again is the same object. */
  async put(raw: RawEvent): Promise<void> {
    const Key = `${dayOf(raw.time)}/${raw.id}.json`;
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key,
        Body: JSON.stringify(raw),
        ContentType: 'application/json',
      }),
    );
  }

  /** The events from the day of a time on, in no order within a day. @param since ISO 8601; all of them unless given */
  async *since(since?: string): AsyncGenerator<RawEvent> {
    // Keys are listed in the order of their days, so that those before the first day are never asked for.
    const StartAfter = since === undefined ? undefined : dayOf(new Date(since).toISOString());
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, StartAfter });
    for await (const { Contents: objects = [] } of pages) {
      const keys = objects.flatMap(({ Key }) => Key ?? []);
      for (let start = 0; start < keys.length; start += SIDE_BY_SIDE) {
        yield* await Promise.all(keys.slice(start, start + SIDE_BY_SIDE).map((key) => this.get(key)));
      }
    }
  }

  private async get(Key: string): Promise<RawEvent> {
    return attempt(`read ${Key} of ${this.bucket}`, async () => {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      return parseRawEvent(JSON.parse((await Body?.transformToString()) ?? ''));
    });
  }
}

/** `2026/11/25` of a time in ISO 8601 and UTC. */
function dayOf(time: string): string {
  return time.slice(0, 10).replaceAll('-', '/');
}
