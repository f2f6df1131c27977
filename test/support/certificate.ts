import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What a server of TLS needs; `certificate` is also the authority that its clients have to know. */
export interface ServerIdentity {
  readonly key: string;
  readonly certificate: string;
}

/** DER: type, length, content. */
function der(type: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...head]), content]);
}

const sequence = (...items: readonly Buffer[]) => der(0x30, ...items);
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const time = (at: string) => der(0x18, Buffer.from(at));

/** ecdsa-with-SHA256 */
const ALGORITHM = sequence(der(0x06, hex('2a8648ce3d040302')));
const SUBJECT = sequence(der(0x31, sequence(der(0x06, hex('550403')), der(0x0c, Buffer.from('kubernetes')))));
/** subjectAltName with the address 127.0.0.1, basicConstraints with CA. */
const EXTENSIONS = der(
  0xa3,
  sequence(
    sequence(der(0x06, hex('551d11')), der(0x04, sequence(der(0x87, hex('7f000001'))))),
    sequence(der(0x06, hex('551d13')), der(0x01, hex('ff')), der(0x04, sequence(der(0x01, hex('ff'))))),
  ),
);

/** A new key for 127.0.0.1, with a certificate that it signs itself: Node makes keys, and no certificates. */
export function selfSigned(): ServerIdentity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const content = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex('01')),
    ALGORITHM,
    SUBJECT,
    sequence(time('20200101000000Z'), time('20991231235959Z')),
    SUBJECT,
    publicKey.export({ type: 'spki', format: 'der' }),
    EXTENSIONS,
  );
  const signature = der(0x03, hex('00'), sign('sha256', content, privateKey as KeyObject));
  const encoded = sequence(content, ALGORITHM, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${encoded}\n-----END CERTIFICATE-----\n`,
  };
}
