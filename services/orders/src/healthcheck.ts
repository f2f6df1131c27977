import { get } from 'node:http';

// Run inside the container by its orchestrator, where there is no curl. Says nothing when all is well.

function fail(reason: string): never {
  process.stderr.write(`unhealthy: ${reason}\n`);
  process.exit(1);
}

const request = get(
  { host: '127.0.0.1', port: process.env.PORT || 8080, path: '/health', timeout: 2_000 },
  (answer) => {
    if (answer.statusCode !== 200) fail(`/health answered ${answer.statusCode}`);
    process.exit(0);
  },
);
request.on('timeout', () => fail('/health did not answer within 2 s'));
request.on('error', (error) => fail(error.message));
