import type { Turn } from './facts.ts';

/** Where a reported response stands in a record: the session, its number there, and the id that the service gave it. */
export interface ResponseOrigin {
  readonly session: string;
  readonly number: number;
  readonly responseId: string;
}

/** One reported response as the report counts it from 1, with what its usage object said. */
export interface ReportedResponse {
  readonly number: number;
  /** null: the usage was pasted. */
  readonly origin: ResponseOrigin | null;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
}

/** The reported responses in the order in which a story numbers them. */
export const reportedResponses = (turns: readonly Turn[], origins: readonly ResponseOrigin[]): ReportedResponse[] =>
  turns.map(({ audioIn, audioCached, audioOut, textIn, textCached, textOut }, index) => ({
    number: index + 1,
    origin: origins[index] ?? null,
    audioIn,
    audioCached,
    audioOut,
    textIn,
    textCached,
    textOut,
  }));

/** `Response 5 is response 1 of 2026-11-20T19-42-41Z-voice-mini-07200a, resp_ab12.`; null where nothing more is known. */
export function originSentence(turn: number, origins: readonly ResponseOrigin[]): string | null {
  const origin = origins[turn];
  return origin === undefined
    ? null
    : `Response ${turn + 1} is response ${origin.number} of ${origin.session}, ${origin.responseId}.`;
}
