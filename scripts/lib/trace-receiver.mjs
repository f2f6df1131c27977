// What receives the services' traces where there is no collector: OTLP over HTTP, decoded by OpenTelemetry's own code.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { servicePath } from './services.mjs';

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS = ['UNSET', 'OK', 'ERROR'];

/**
 * Starts a receiver on 127.0.0.1.
 *
 * `spans` is what came, the oldest first. `behave` makes it `answer` (the default), `hang` (until it behaves otherwise) or
 * `fail` with 500. `rules` are what it hands on as X-Ray's sampling rules; `reports` what services report of following them.
 */
export async function startTraceReceiver({ rules = [], decode = true } = {}) {
  const receiver = { spans: [], reports: [], requests: 0, waiting: 0 };
  let behaviour = 'answer';
  let released = deferred();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.url === '/GetSamplingRules') {
      return void json(response, { SamplingRuleRecords: rules.map((SamplingRule) => ({ SamplingRule })) });
    }
    if (request.url === '/SamplingTargets') {
      receiver.reports.push(...JSON.parse(body).SamplingStatisticsDocuments);
      return void json(response, { SamplingTargetDocuments: [], LastRuleModification: 1 });
    }
    receiver.requests += 1;
    if (behaviour === 'hang') {
      receiver.waiting += 1;
      await released.promise;
      receiver.waiting -= 1;
    }
    if (behaviour === 'fail') return void response.writeHead(500).end();
    if (decode) receiver.spans.push(...spansOf(body));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${server.address().port}`,
    behave(next) {
      behaviour = next;
      released.resolve();
      released = deferred();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function json(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function spansOf(body) {
  const require = createRequire(`${servicePath('storefront')}/package.json`);
  const { opentelemetry } = require('otlp-decoder/build/src/generated/root');
  const { resourceSpans } = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.decode(body);
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        resource: attributesOf(resource.attributes),
        traceId: hex(span.traceId),
        spanId: hex(span.spanId),
        parentSpanId: hex(span.parentSpanId),
        name: span.name,
        kind: KINDS[span.kind],
        status: STATUS[span.status?.code ?? 0],
        attributes: attributesOf(span.attributes),
        events: span.events.map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
      })),
    ),
  );
}

const hex = (bytes) => Buffer.from(bytes ?? []).toString('hex');

function attributesOf(attributes) {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

/** A value in OTLP names its type; here are those that spans of the services have. */
function plain(value) {
  if (value.arrayValue) return value.arrayValue.values.map(plain);
  if (value.intValue != null) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue;
}
