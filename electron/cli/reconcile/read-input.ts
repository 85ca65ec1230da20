import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import { repeatable } from '../../../shared/foreign/repeated.ts';
import { readFailure } from '../../engine/kept/read-failure.ts';

/** Longest text taken for usage or a pasted table: these are typed or copied by hand. */
const mostBytes = 16 * 1024 * 1024;

/** How a source is called in sentences. */
export const sourceName = (path: string): string => (path === '-' ? 'standard input' : repeatable(basename(path), 120));

const decoders: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Text of any of the encodings that editors and PowerShell write, told by the mark at its beginning. */
function decode(bytes: Uint8Array): string {
  const encoding = decoders.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1] ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** All bytes of standard input. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The text of a file, or of standard input for `-`. Refuses what cannot be read and what no person pasted. */
export async function readInput(path: string): Promise<Result<{ text: string }>> {
  try {
    const bytes = path === '-' ? await readStandardInput() : await readFile(path);
    if (bytes.byteLength > mostBytes) {
      return refuse(
        benchError('invalid-argument', `${sourceName(path)} is too large for a pasted text.`, {
          nextStep: 'An export of costs is read with --bill, a recorded session with --sessions.',
        }),
      );
    }
    return ok({ text: decode(bytes) });
  } catch (error) {
    return refuse(benchError('not-found', `${repeatable(path, 300)} cannot be read: ${readFailure(error)}.`));
  }
}

/** A refusal with the source it is about. */
export const refuseFrom = (path: string, error: BenchError): Result<never> =>
  refuse({ ...error, message: `${sourceName(path)}: ${error.message}` });
