import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, Problem } from '../../build/programs/problem';
import { type OsvRecord, recordsToAskFor, type VulnerablePackage } from './vulnerabilities';

/** The most questions that one request may have (https://google.github.io/osv.dev/post-v1-querybatch/). */
const BATCH = 1000;
const ATTEMPTS = 3;
const TIMEOUT_MILLISECONDS = 30_000;

interface BatchAnswer {
  readonly results?: readonly {
    readonly vulns?: readonly { readonly id: string }[];
    readonly next_page_token?: string;
  }[];
}

interface Question {
  readonly purl: string;
  readonly page?: string;
}

/** Asks OSV about packages. Whatever it does not answer, it answers for none: there is no way to pass unasked. */
export class Osv {
  /** @param pauseMilliseconds between two attempts, doubled for the next */
  constructor(
    private readonly url: string,
    private readonly pauseMilliseconds = 500,
  ) {}

  /** The packages with known vulnerabilities. */
  async query(purls: readonly string[]): Promise<VulnerablePackage[]> {
    const found = new Map<string, string[]>();
    let questions: Question[] = purls.map((purl) => ({ purl }));
    while (questions.length > 0) {
      const batch = questions.slice(0, BATCH);
      const { results } = await this.send<BatchAnswer>('/v1/querybatch', {
        queries: batch.map(({ purl, page }) => ({ package: { purl }, ...(page && { page_token: page }) })),
      });
      if (results?.length !== batch.length) {
        throw new Problem(`OSV answered ${results?.length ?? 0} of ${batch.length} questions`);
      }
      const more: Question[] = [];
      for (const [index, { purl }] of batch.entries()) {
        const { vulns = [], next_page_token: page } = results[index]!;
        if (vulns.length > 0) found.set(purl, [...(found.get(purl) ?? []), ...vulns.map(({ id }) => id)]);
        if (page) more.push({ purl, page });
      }
      questions = [...more, ...questions.slice(BATCH)];
    }
    return [...found].map(([purl, ids]) => ({ purl, ids }));
  }

  /** The records of these vulnerabilities, with those that state a severity which they leave out. */
  async records(ids: Iterable<string>): Promise<Map<string, OsvRecord>> {
    const records = new Map<string, OsvRecord>();
    const open = [...new Set(ids)];
    for (const id of open) {
      const record = await this.send<OsvRecord>(`/v1/vulns/${encodeURIComponent(id)}`);
      records.set(id, record);
      open.push(...recordsToAskFor(record).filter((alias) => !open.includes(alias)));
    }
    return records;
  }

  private async send<T>(path: string, body?: object): Promise<T> {
    return attempt(`ask ${this.url}${path}`, async () => {
      for (let count = 1; ; count++) {
        try {
          return await this.request<T>(path, body);
        } catch (error) {
          if (count === ATTEMPTS || error instanceof Refusal) throw error;
          await sleep(this.pauseMilliseconds * 2 ** (count - 1));
        }
      }
    });
  }

  private async request<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const message = `HTTP ${response.status}: ${text.slice(0, 200)}`;
    // Another attempt would be answered the same; too many requests, and what the server did not manage, would not.
    throw response.status < 500 && response.status !== 429 ? new Refusal(message) : new Error(message);
  }
}

class Refusal extends Error {}
