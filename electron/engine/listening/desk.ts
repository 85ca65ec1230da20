import type { PeakColumns } from '../../../shared/contract/player.ts';
import type { Peaks } from '../../../shared/audio/peaks.ts';
import { assertNever, benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { type AtMoment, atMoment } from '../../../shared/session/costs/at-moment.ts';
import { type HitMoment, momentOfHit, type PlaceInRecord } from '../../../shared/session/library/moment-of-hit.ts';
import type { BookChoice } from '../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { readFailure } from '../data/disk-errors.ts';
import type { ColumnOrder } from './column-peaks.ts';
import type { SessionPieces } from './kept-pieces.ts';
import { type PlayedBlock, type PlayOrder, PlayRun } from './play-run.ts';
import { RecordedSession } from './recorded-session.ts';

/** What a desk is asked. `folder` is the session's. */
export type DeskQuestion =
  | { readonly kind: 'pieces'; readonly folder: string }
  | ({ readonly kind: 'peaks'; readonly folder: string } & ColumnOrder)
  | {
      readonly kind: 'moment';
      readonly folder: string;
      readonly atMs: number;
      readonly prices: BookChoice | null;
      readonly choice: ModelChoice | null;
    }
  | ({ readonly kind: 'hit'; readonly folder: string } & PlaceInRecord)
  | ({ readonly kind: 'play'; readonly folder: string; readonly runId: number } & PlayOrder)
  | { readonly kind: 'block'; readonly runId: number }
  | { readonly kind: 'stop'; readonly runId: number };

export interface DeskAnswers {
  readonly pieces: SessionPieces;
  readonly peaks: { readonly peaks: PeakColumns };
  readonly moment: { readonly moment: AtMoment };
  readonly hit: { readonly moment: HitMoment | null };
  readonly play: object;
  /** Null: it is over. */
  readonly block: { readonly block: PlayedBlock | null };
  readonly stop: object;
}
type Kind = DeskQuestion['kind'];
export type DeskAnswer<K extends Kind> = Result<DeskAnswers[K]>;

/** Sessions that are held: a person looks at few at a time, and each may hold tens of megabytes. */
const mostSessions = 3;

const headless = (): Result<never> => refuse(benchError('disk', 'The log of this session begins with no header.'));

function base64(peaks: Peaks): string {
  const bytes = Buffer.alloc(2 * peaks.lowest.length);
  for (let at = 0; at < peaks.lowest.length; at += 1) {
    bytes.writeInt8(peaks.lowest[at] as number, 2 * at);
    bytes.writeInt8(peaks.highest[at] as number, 2 * at + 1);
  }
  return bytes.toString('base64');
}

/** Looks into the records of sessions for a player. Never throws. */
export class Desk {
  readonly #sessions = new Map<string, RecordedSession>();
  readonly #runs = new Map<number, PlayRun>();

  async answer(question: DeskQuestion): Promise<Result> {
    try {
      return await this.#answer(question);
    } catch (error) {
      const message = `The record of this session cannot be read: ${readFailure(error)}.`;
      return refuse(benchError('disk', message, { nextStep: 'Look into its folder; it may have been moved.' }));
    }
  }

  async #answer(question: DeskQuestion): Promise<Result> {
    switch (question.kind) {
      case 'pieces':
        return ok(await this.#session(question.folder).pieces());
      case 'peaks': {
        const { folder, fromMs, toMs, columns } = question;
        const made = await this.#session(folder).columns({ fromMs, toMs, columns });
        const voices = { input: base64(made.input), output: base64(made.output), unheard: base64(made.unheard) };
        const { lengthMs: knownToMs, missing } = made;
        return ok({ peaks: { fromMs, toMs, columns, ...voices, knownToMs, missing } });
      }
      case 'moment': {
        const { folder, atMs, prices, choice } = question;
        const view = await this.#session(folder).viewAt(atMs);
        if (view === null) return headless();
        return ok({ moment: atMoment(view, atMs, prices, choice) });
      }
      case 'hit': {
        const view = await this.#session(question.folder).viewAt(Infinity);
        return view === null ? headless() : ok({ moment: momentOfHit(view, question) });
      }
      case 'play': {
        const { folder, runId, kind: _kind, ...order } = question;
        const session = this.#session(folder);
        const { pieces } = await session.pieces();
        if (pieces.length === 0) {
          return refuse(
            benchError('not-found', 'This record holds no sound: it keeps usage only, or nothing was said in it.'),
          );
        }
        this.#runs.set(runId, new PlayRun(session, order));
        return ok({});
      }
      case 'block':
        return ok({ block: (await this.#runs.get(question.runId)?.next()) ?? null });
      case 'stop':
        this.#runs.delete(question.runId);
        return ok({});
      default:
        return assertNever(question, 'Question to the desk');
    }
  }

  #session(folder: string): RecordedSession {
    const session = this.#sessions.get(folder) ?? new RecordedSession(folder);
    this.#sessions.delete(folder);
    this.#sessions.set(folder, session);
    const oldest = this.#sessions.keys().next().value;
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }
}
