import type { Readable } from 'node:stream';
import { BadFile } from './bad-file.ts';
import type { TextEncoding } from './format.ts';

/** A text file's bytes as UTF-8, piece by piece, byte order mark and all. Throws `BadFile` for bytes that no text has. */
export async function* textChunks(bytes: Readable, encoding: TextEncoding): AsyncGenerator<Buffer> {
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
  let passed = 0;
  for await (const raw of bytes as AsyncIterable<Buffer>) {
    const chunk = decoder === null ? raw : Buffer.from(decoder.decode(raw, { stream: true }));
    const nul = chunk.indexOf(0);
    if (nul >= 0) {
      throw new BadFile(`holds a NUL at byte ${passed + nul + 1} of its text, which no table has: the file is damaged`);
    }
    passed += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}
