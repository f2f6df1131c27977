// Stand-ins for what the gates ask: OSV with the record of one known vulnerability, and a registry with one image.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** In the shape in which OSV answers for GHSA-35jh-r3h4-6jhm, as far as the gates read it. */
export const VULNERABILITY = {
  id: 'GHSA-35jh-r3h4-6jhm',
  aliases: ['CVE-2021-23337'],
  summary: 'Command Injection in lodash',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H' }],
  database_specific: { severity: 'HIGH' },
};
const VULNERABLE = 'pkg:npm/lodash@4.17.20';

async function listening(answer) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status = 200, content } = answer(request, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** OSV, which knows one vulnerable package. */
export function startOsv() {
  return listening(({ url }, body) => {
    if (url === '/v1/querybatch') {
      const vulnsOf = (purl) => (purl === VULNERABLE ? { vulns: [{ id: VULNERABILITY.id }] } : {});
      return { content: { results: JSON.parse(body).queries.map((query) => vulnsOf(query.package.purl)) } };
    }
    return url === `/v1/vulns/${VULNERABILITY.id}` ? { content: VULNERABILITY } : { status: 404, content: {} };
  });
}

const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** ECR and S3 with one image, which runs as `user`; a scan's status and findings, and the signatures, as given. */
export async function startRegistry({ user = '1000:1000', scan, signatures }) {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm64', config: { User: user } });
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) }, layers: [] });
  const actions = {
    DescribeImageScanFindings: () => scan,
    DescribeImageSigningStatus: () => ({ signingStatuses: signatures }),
    BatchGetImage: () => ({ images: [{ imageManifest: manifest }] }),
    GetDownloadUrlForLayer: () => ({ downloadUrl: `${server.url}/config` }),
  };
  const server = await listening(({ url, method, headers }) => {
    if (url === '/config') return { content: JSON.parse(config) };
    if (method === 'PUT') return { content: {} };
    const content = actions[headers['x-amz-target'].split('.')[1]]();
    return content instanceof Error
      ? { status: 400, content: { __type: content.name, message: content.message } }
      : { content };
  });
  return { ...server, digest: digestOf(manifest) };
}
