import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = { signature: 0x06054b50, length: 22, longestComment: 0xffff };
const ENTRY = { signature: 0x02014b50, length: 46 };
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;

/** A file of a ZIP archive, decompressed (APPNOTE.TXT, "Overall .ZIP file format"). Not for archives of 4 GiB and more. */
export function unzipped(archive: string, path: string): Buffer {
  const file = openSync(archive, 'r');
  try {
    const read = (length: number, position: number) => {
      const buffer = Buffer.alloc(length);
      readSync(file, buffer, 0, length, position);
      return buffer;
    };
    const size = fstatSync(file).size;
    const tail = read(
      Math.min(size, END.length + END.longestComment),
      Math.max(0, size - END.length - END.longestComment),
    );
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0) throw new Error(`${archive} is no ZIP archive`);
    const directory = read(tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16));
    for (let at = 0; at < directory.length && directory.readUInt32LE(at) === ENTRY.signature; ) {
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
        directory.readUInt16LE(at + offset),
      );
      const name = directory.toString('utf8', at + ENTRY.length, at + ENTRY.length + nameLength!);
      if (name === path) {
        const method = directory.readUInt16LE(at + 10);
        const local = directory.readUInt32LE(at + 42);
        const header = read(LOCAL_LENGTH, local);
        const start = local + LOCAL_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
        const content = read(directory.readUInt32LE(at + 20), start);
        if (method === STORED) return content;
        if (method === DEFLATED) return inflateRawSync(content);
        throw new Error(`${path} in ${archive} is compressed by method ${method}`);
      }
      at += ENTRY.length + nameLength! + extraLength! + commentLength!;
    }
    throw new Error(`${path} is not in ${archive}`);
  } finally {
    closeSync(file);
  }
}
