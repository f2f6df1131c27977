/**
 * What a service runs between its creation and its first release. Its port is fixed: it is a property of the ECS service,
 * which cannot be changed; the team's own port reaches the load balancer with each deployment's appspec.
 */
export const PLACEHOLDER = {
  image: 'public.ecr.aws/docker/library/node:24-bookworm-slim',
  port: 8080,
  cpu: 256,
  memory: 512,
  /** Answers every request with 200 and stops on SIGTERM, which a process with id 1 would otherwise ignore. */
  program: [
    "process.on('SIGTERM', () => process.exit(0));",
    "require('node:http').createServer((request, response) => {",
    "response.setHeader('content-type', 'text/plain; charset=utf-8');",
    "response.end('Waiting for the first release.\\n');",
    '}).listen(8080);',
  ].join(' '),
} as const;
