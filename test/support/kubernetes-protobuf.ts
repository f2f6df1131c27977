import type { Json } from './kubernetes-fields';

/** The start of every message of Kubernetes in Protocol Buffers. */
const MAGIC = Buffer.from('k8s\0');

/** The members of a message: by field number the values of the fields with a length, which is all that is read here. */
function fields(message: Buffer): Map<number, Buffer[]> {
  const found = new Map<number, Buffer[]>();
  let position = 0;
  const number = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[position++]!;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < message.length) {
    const tag = number();
    const value = number();
    if ((tag & 7) !== 2) continue;
    found.set(tag >> 3, [...(found.get(tag >> 3) ?? []), message.subarray(position, position + value)]);
    position += value;
  }
  return found;
}

/** A ConfigMap as Helm sends it: Go's clients speak Protocol Buffers about the core group (`generated.proto` of core/v1). */
export function configMapOf(body: Buffer): Json {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('no message of Kubernetes');
  const object = fields(fields(body.subarray(MAGIC.length)).get(2)![0]!);
  const metadata = fields(object.get(1)![0]!);
  const text = (from: Map<number, Buffer[]>, field: number) => from.get(field)?.[0]?.toString();
  const entries = (from: Map<number, Buffer[]>, field: number) =>
    Object.fromEntries(
      (from.get(field) ?? []).map((entry) => {
        const [key, value] = [fields(entry).get(1), fields(entry).get(2)];
        return [String(key?.[0] ?? ''), (value?.[0] ?? Buffer.alloc(0)).toString()];
      }),
    );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: text(metadata, 1), labels: entries(metadata, 11) },
    data: entries(object, 2),
  };
}
