import type { JsonObject } from '../../../shared/kit/json.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { PricedSession } from '../../../shared/session/library/compare-sessions.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from './log.ts';

const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');

/** So many tokens of audio and of text in, and as many out. Nothing cached. */
export const usageOf = (audio: number, text: number): JsonObject => ({
  total_tokens: 2 * (audio + text),
  input_tokens: audio + text,
  output_tokens: audio + text,
  input_token_details: { text_tokens: text, audio_tokens: audio, cached_tokens: 0 },
  output_token_details: { text_tokens: text, audio_tokens: audio },
});

export interface Wish {
  readonly model?: string;
  readonly session?: JsonObject;
  /** Null: a response that ends and never says what it used. */
  readonly usages: readonly (JsonObject | null)[];
}

/** A session with these responses, which nobody asked for by speaking. */
export function priced({ model = 'gpt-realtime-mini-2025-12-15', session = {}, usages }: Wish): PricedSession {
  const log = new LogWriter().server('session.created', { session: { type: 'realtime', model, ...session } });
  usages.forEach((usage, index) => {
    const id = `resp_${index}`;
    log.server('response.created', { response: { id, usage: null } });
    log.server('response.done', { response: { id, status: 'completed', output: [], usage } });
  });
  const view = foldSession(header, log.entries);
  return { view, book, model: modelOfView(view, book)?.model ?? null };
}

export const vad = (turnDetection: JsonObject): JsonObject => ({ audio: { input: { turn_detection: turnDetection } } });
