import { z } from 'zod';
import { playSpeeds, playVoices } from '../audio/play-choices.ts';
import type { AtMoment } from '../session/costs/at-moment.ts';
import type { SoundPiece } from '../session/heard/sound-pieces.ts';
import type { HitMoment } from '../session/library/moment-of-hit.ts';
import { sessionId } from './session-id.ts';

/** Session time in ms; no session lasts a month. */
const sessionMs = z
  .number()
  .min(0)
  .max(31 * 24 * 3600_000);

/** More columns than any screen has pixels. */
const mostColumns = 16_384;

/** Listening to a record, and looking at any moment of it. */
export const playerArgs = {
  /** Where both voices lie on the time axis. */
  'sound.pieces': z.object({ sessionId }),
  /** Lowest and highest sample of so many equal stretches of session time. */
  'sound.peaks': z.object({
    sessionId,
    fromMs: sessionMs,
    toMs: sessionMs,
    columns: z.number().int().min(1).max(mostColumns),
  }),
  /** The session as it stood at a moment. */
  'session.at': z.object({ sessionId, atMs: sessionMs }),
  /** When what a search found was said or heard, by the item or the time of the hit. */
  'session.hit': z.object({ sessionId, itemId: z.string().max(400).nullable(), t: sessionMs.nullable() }),
  /** Plays a record through the `listen` port of this page, in place of what it plays there. */
  'player.play': z.object({
    sessionId,
    fromMs: sessionMs,
    /** Null: to the end of the session. */
    toMs: sessionMs.nullable(),
    /** Begins again at `loopFromMs` when `toMs` is reached; null: ends there. */
    loopFromMs: sessionMs.nullable(),
    voices: z.enum(playVoices),
    speed: z.union(playSpeeds.map((speed) => z.literal(speed))),
    /** What of this item was never heard, alone; null: what was heard. */
    unheardItemId: z.string().max(200).nullable(),
  }),
  /** Silence. */
  'player.stop': z.object({}),
} as const satisfies Record<string, z.ZodType>;

/** Two signed bytes a column in base64, the lowest and the highest sample; the lowest above the highest: nothing lies there. */
export interface PeakColumns {
  readonly fromMs: number;
  readonly toMs: number;
  readonly columns: number;
  readonly input: string;
  readonly output: string;
  /** Of answers that were received and never played, where nothing else was heard. */
  readonly unheard: string;
  /** Up to what session time the record was there. */
  readonly knownToMs: number;
  /** Sound files that the record names and that are not there, as their lanes say. */
  readonly missing: readonly string[];
}

export interface PlayerAnswers {
  'sound.pieces': { pieces: SoundPiece[]; lengthMs: number };
  'sound.peaks': { peaks: PeakColumns };
  'session.at': { moment: AtMoment };
  /** Null: it stands beside the log, as a name or a note. */
  'session.hit': { moment: HitMoment | null };
  /** `streamId` is what news of it are told by. */
  'player.play': { streamId: number };
  'player.stop': object;
}

/** How far a record that plays has come. */
export interface PlayNews {
  readonly streamId: number;
  readonly state: 'playing' | 'ended';
  /** Session time that is heard now, ms. */
  readonly atMs: number;
}
