import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

/** What the function behind a custom resource does. */
export interface CustomResourceWork {
  /**
   * Names the resource, also when making it fails: CloudFormation then asks for its deletion, so that nothing is left. A
   * name other than the old one makes CloudFormation delete the old resource after the update.
   */
  readonly physicalId: string;
  readonly work: () => Promise<void>;
}

/** Left of the function's time when it gives up, so that CloudFormation hears of it. */
const RESERVE_MILLISECONDS = 5_000;
/** CloudFormation takes 4 KB in all. */
const LONGEST_REASON = 1_000;
const ATTEMPTS = 3;

/**
 * Works for CloudFormation and always tells it how that went, because without an answer a stack waits for an hour.
 *
 * @throws if CloudFormation cannot be reached; Lambda then calls the function again
 */
export async function answerCloudFormation(
  event: CloudFormationCustomResourceEvent,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'logStreamName'>,
  { physicalId, work }: CustomResourceWork,
): Promise<void> {
  const what = `${event.RequestType} ${event.LogicalResourceId} (${physicalId})`;
  const reason = await withinTime(work, context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS).then(
    () => undefined,
    (error: unknown) => {
      console.error(what, error);
      return `${describe(error)} (log stream ${context.logStreamName})`.slice(0, LONGEST_REASON);
    },
  );
  if (reason === undefined) console.log(`${what}: done`);
  await send(event.ResponseURL, {
    Status: reason === undefined ? 'SUCCESS' : 'FAILED',
    ...(reason !== undefined && { Reason: reason }),
    PhysicalResourceId: reason !== undefined && event.RequestType !== 'Create' ? event.PhysicalResourceId : physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
}

async function withinTime(work: () => Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the function ran out of time')), milliseconds);
  });
  try {
    await Promise.race([work(), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(url: string, answer: object): Promise<void> {
  const body = JSON.stringify(answer);
  for (let attempt = 1; ; attempt++) {
    try {
      // The address is signed for a request without a type.
      const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (!response.ok) throw new Error(`CloudFormation's answer was ${response.status}`);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
