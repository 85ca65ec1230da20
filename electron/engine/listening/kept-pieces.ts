import { join } from 'node:path';
import { z } from 'zod';
import { readOwnJson } from '../../../shared/kit/json.ts';
import { formatOfSoundFile } from '../../../shared/session/heard/sound-map.ts';
import type { SoundPiece } from '../../../shared/session/heard/sound-pieces.ts';
import { readRegular } from '../data/regular-file.ts';
import { writeAtomically } from '../data/write-file.ts';

/*
 * `sound.json`: where the sound of a session lies on its time axis, so that it is there before the log is read again. Derived: used only
 * where size and time of the log are those it was made of, and may be deleted.
 */

const name = 'sound.json';
/** Raised when the pieces of the same log are others. */
const version = 1;
const mostBytes = 64 * 1024 * 1024;

const bytes = z.number().int().min(0);
const pieceSchema = z
  .object({
    voice: z.enum(['input', 'output']),
    file: z.string().max(40),
    offsetBytes: bytes,
    lengthBytes: bytes,
    startMs: z.number(),
    endMs: z.number(),
    heard: z.boolean(),
    itemId: z.string().nullable(),
    responseId: z.string().nullable(),
  })
  .refine(({ voice, file }) => formatOfSoundFile(voice, file) !== null);
const schema = z.object({
  voxtally: z.literal(1),
  version: z.literal(version),
  logBytes: bytes,
  logMtimeMs: z.number(),
  lengthMs: z.number(),
  pieces: z.array(pieceSchema),
});

/** The log that pieces were made of. */
export interface LogState {
  readonly logBytes: number;
  readonly logMtimeMs: number;
}

export interface SessionPieces {
  readonly pieces: readonly SoundPiece[];
  /** Session time of the last entry, ms. */
  readonly lengthMs: number;
}

/** Null: there are none, or they are of another log. */
export async function keptPieces(folder: string, { logBytes, logMtimeMs }: LogState): Promise<SessionPieces | null> {
  const file = await readRegular(join(folder, name), { mostBytes }).catch(() => null);
  const read = file === null ? null : readOwnJson(file.toString('utf8'));
  const parsed = read?.ok === true ? schema.safeParse(read.value) : null;
  if (parsed?.success !== true) return null;
  const { data } = parsed;
  return data.logBytes === logBytes && data.logMtimeMs === logMtimeMs ? data : null;
}

/** A folder that takes nothing has no such file: the log is read again then. */
export async function keepPieces(folder: string, of: LogState, { pieces, lengthMs }: SessionPieces): Promise<void> {
  const text = JSON.stringify({ voxtally: 1, version, ...of, lengthMs, pieces });
  await writeAtomically(join(folder, name), [text]).catch(() => undefined);
}
