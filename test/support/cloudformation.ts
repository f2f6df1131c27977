import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** What CloudFormation is told about a custom resource ("Custom resource response objects"). */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

type Handler = (
  event: CloudFormationCustomResourceEvent,
  context: { readonly getRemainingTimeInMillis: () => number; readonly logStreamName: string },
) => Promise<void>;

/** The address that functions behind custom resources answer to, on this machine. */
export class CloudFormation {
  /** Every answer, in order. */
  readonly answers: CustomResourceAnswer[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** Statuses of the next answers; 200 when there are none left. */
  readonly statuses: number[] = [];
  private readonly server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    this.answers.push(JSON.parse(body));
    this.headers.push(request.headers);
    response.writeHead(this.statuses.shift() ?? 200).end();
  });

  /** Listens while the tests of the calling file run, and forgets between them. */
  static forTests(): CloudFormation {
    const service = new CloudFormation();
    beforeAll(() => new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve)));
    beforeEach(() => {
      for (const list of [service.answers, service.headers, service.statuses]) list.length = 0;
    });
    afterAll(() => new Promise((resolve) => service.server.close(resolve)));
    return service;
  }

  /** The event of a resource `Thing`. Updates and deletions are of `physicalId`. */
  event(
    type: 'Create' | 'Update' | 'Delete',
    resourceType: string,
    properties: Readonly<Record<string, unknown>>,
    physicalId = 'old',
  ): CloudFormationCustomResourceEvent {
    return {
      RequestType: type,
      ServiceToken: 'arn:aws:lambda:eu-central-1:111111111111:function:setup',
      ResponseURL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/answer?signature=1`,
      StackId: 'arn:aws:cloudformation:eu-central-1:111111111111:stack/shop/1',
      RequestId: 'request-1',
      LogicalResourceId: 'Thing',
      ResourceType: resourceType,
      ResourceProperties: { ServiceToken: 'arn:aws:lambda:eu-central-1:111111111111:function:setup', ...properties },
      ...(type !== 'Create' && { PhysicalResourceId: physicalId }),
      ...(type === 'Update' && { OldResourceProperties: {} }),
    } as CloudFormationCustomResourceEvent;
  }

  /** Has a handler work for an event, and returns its one answer. */
  async ask(handler: Handler, event: CloudFormationCustomResourceEvent): Promise<CustomResourceAnswer> {
    const before = this.answers.length;
    await handler(event, { getRemainingTimeInMillis: () => 60_000, logStreamName: 'stream-1' });
    const [answer, ...others] = this.answers.slice(before);
    if (!answer || others.length > 0) throw new Error(`${others.length + (answer ? 1 : 0)} answers in place of one`);
    return answer;
  }
}
