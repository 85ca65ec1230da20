import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';

/** A response of so many tokens, none of them cached and no transcript counted. */
export const plainTurn = (audioIn: number, audioOut: number, textIn: number, textOut: number): Turn => ({
  audioIn,
  audioOut,
  textIn,
  textOut,
  audioCached: 0,
  textCached: 0,
  userTranscript: null,
  answerTranscript: null,
});

/** The public case this reconciler answers: one response reported, six meters billed, none equal. */
export const threadTurn: Turn = {
  audioIn: 110,
  textIn: 119,
  audioOut: 420,
  textOut: 117,
  audioCached: 64,
  textCached: 64,
  userTranscript: null,
  answerTranscript: null,
};

/** The same with the o200k counts of both transcripts, which a session log would hold. */
export const threadTurnWithTranscripts: Turn = { ...threadTurn, userTranscript: 30, answerTranscript: 89 };

export const threadBill: WholeTokens = {
  audio_in: 640,
  audio_cached: 0,
  audio_out: 631,
  text_in: 357,
  text_cached: 0,
  text_out: 181,
};

/** Nothing was reported, and nothing is known of where. */
export const nothingReported: Reported = {
  turns: [],
  notes: [],
  log: null,
  sessions: [],
  days: [],
  resources: [],
  models: [],
};
