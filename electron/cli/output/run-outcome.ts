import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { seconds } from '../../../shared/kit/numbers.ts';
import { titled } from '../../../shared/session/titled.ts';
import { errorTold, type Failure, failureText, noReason } from '../../../shared/session/failure.ts';
import { lacksAudio, silentText } from '../../../shared/session/fold/alarm-evidence.ts';
import { outcomeText } from '../../../shared/session/fold/options.ts';
import { isTranscription } from '../../../shared/session/session-kind.ts';
import { transcriptionFailureText } from '../../../shared/session/transcription-failures.ts';
import { isByHand } from '../../../shared/session/turn-by-hand.ts';
import { leastWaitMs, turnName, unansweredSentences } from '../../../shared/session/unanswered.ts';
import {
  type ItemView,
  type ResponseView,
  type ServiceError,
  statusWord,
  type SessionView,
} from '../../../shared/session/view.ts';
import { exitCodes } from './terminal-text.ts';

/** One way in which a session fails, and what `voxtally run` exits with then. */
interface OutcomeRow {
  readonly code: number;
  readonly name: string;
  /** What it means, as the end of `9: `. */
  readonly meaning: string;
  /** Of a session that could not be started: the reasons of its refusal that mean this. */
  readonly reasons?: readonly BenchError['reason'][];
  /** What of it happened in a session, a sentence each; empty: nothing. */
  readonly tells: (view: SessionView) => readonly string[];
}

const toldOf = ({ failure }: ServiceError): string => titled(errorTold(failure));

/** Everything the service gave as the reason of a failure, wherever it did. */
function failures(view: SessionView): readonly (Failure & { readonly told: string })[] {
  const responses = toArray(view.responses).flatMap(({ number, failure }) =>
    failure === null ? [] : [{ ...failure, told: `R${number}: ${failureText(failure)}` }],
  );
  const creates = view.asked.refused.map(({ t, failure }) => ({
    ...failure,
    told: `The response asked for at ${seconds(t)}: ${failureText(failure)}`,
  }));
  const errors = toArray(view.errors)
    .filter(({ refused }) => refused === null || refused === 'commit')
    .map((error) => ({ ...error.failure, told: toldOf(error) }));
  return [...responses, ...creates, ...errors];
}

/** The close by the service, where its code or reason is about this. */
function closedFor({ closed }: SessionView, codes: readonly number[], reason: RegExp): string[] {
  if (closed === null || !(codes.includes(closed.code) || reason.test(closed.reason))) return [];
  return [`${closed.explanation} (close code ${closed.code})`];
}

/** What tells of a cause: the close of the connection, and reasons that the service gave. */
const causeOf =
  (codes: readonly number[], words: RegExp) =>
  (view: SessionView): readonly string[] => [
    ...closedFor(view, codes, words),
    ...failures(view).flatMap(({ code, type, told }) => (words.test([code, type].join(' ')) ? [told] : [])),
  ];

/** The service closed the session before the bench was through. */
function closedEarly(view: SessionView): readonly string[] {
  const { closed, closing, input } = view;
  // Whoever speaks by himself is through whenever the session is.
  if (input.kind === 'microphone') return [];
  if (closed === null || (closing !== null && closing.by !== 'service' && closing.by !== 'error')) return [];
  if (closed.code === 1000 && isThrough(view) && !isTalking(view)) return [];
  return [`The session ended before the run was through: ${closed.explanation} (close code ${closed.code})`];
}

/** Every file was sent to its end. */
const isThrough = ({ input }: SessionView): boolean => input.ended && input.waiting.length === 0;

const isTalking = (view: SessionView): boolean => last(view.speech)?.endMs === null;

/** The speech that the file ended in: no turn came of it. */
const cutOff = (view: SessionView, verb: string): readonly string[] =>
  view.input.ended && isTalking(view)
    ? [`The file ended while speech was going on, so the turn was never ${verb}: raise --trailing-silence.`]
    : [];

/** An end that is no answer: failed, of a kind the protocol does not know, or stopped by the content filter. */
const failedEnd = ({ status, statusReason }: ResponseView): boolean =>
  status === 'failed' || status === 'other' || (status === 'incomplete' && statusReason === 'content_filter');

function endOf(response: ResponseView): string {
  const { number, failure, statusReason } = response;
  const end = response.status === 'failed' ? 'failed' : `ended as ${statusWord(response)}`;
  const why = failure === null ? (statusReason ?? noReason) : failureText(failure);
  return `R${number} ${end}: ${why}`;
}

function untranscribed(view: SessionView, item: ItemView): readonly string[] {
  const { transcription, committedMs, id } = item;
  if (transcription === null) return [];
  const name = turnName(view, { itemId: id, t: committedMs ?? item.startMs });
  switch (transcription.status) {
    case 'completed':
      return [];
    case 'failed':
      return [
        `${name}, was not transcribed: ${transcription.failure === null ? noReason : transcriptionFailureText(transcription.failure)}`,
      ];
    case 'pending':
    case 'lost':
      return [`${name}, was not transcribed: its transcript never came.`];
  }
}

/** How a session can fail, in the order in which one is named where several apply. One entry an exit code. */
export const outcomeRows: readonly OutcomeRow[] = [
  {
    code: 3,
    name: 'key',
    meaning: 'there is no key or sign-in, the service did not accept it, or it may not use this model',
    reasons: ['not-authorised'],
    tells: causeOf([3000, 3003], /invalid_api_key|unauthori[sz]ed|permission_denied|\b40[13]\b/i),
  },
  {
    code: 4,
    name: 'model',
    meaning: 'the service knows no model or deployment of that name',
    reasons: ['deployment-not-found'],
    tells: causeOf([4004], /model_not_found|DeploymentNotFound/i),
  },
  {
    code: 5,
    name: 'quota',
    meaning: 'the account has no credit left, or a limit of it was reached',
    reasons: ['rate-limited'],
    tells: causeOf([], /quota|rate_?limit|too_many_requests|\b429\b/i),
  },
  {
    code: 6,
    name: 'closed',
    meaning: 'the service or the network ended the session before the run was through',
    tells: closedEarly,
  },
  {
    code: 7,
    name: 'budget',
    meaning: 'the budget was used up, and the session closed for it',
    tells: ({ closing }) => (closing?.by === 'budget' ? ['The budget was used up, so the session was closed.'] : []),
  },
  {
    code: 8,
    name: 'options',
    meaning: 'the service refused an option that was asked for',
    tells: ({ options }) =>
      toArray(options.updates).flatMap((update) =>
        update.refusal === null || update.state === 'accepted'
          ? []
          : [`${outcomeText(update)}. The service said: ${update.refusal.message}`],
      ),
  },
  {
    code: 9,
    name: 'response',
    meaning: 'a response failed, or ended in another way than the protocol knows',
    tells: (view) => [
      ...toArray(view.responses).filter(failedEnd).map(endOf),
      ...view.asked.refused.map(
        ({ t, failure }) => `The response asked for at ${seconds(t)} was refused: ${failureText(failure)}`,
      ),
    ],
  },
  {
    code: 10,
    name: 'unanswered',
    meaning: 'a turn was never answered, or an answer never ended',
    tells: (view) =>
      isTranscription(view)
        ? []
        : [
            ...cutOff(view, 'answered'),
            ...unansweredSentences(view, leastWaitMs(view)),
            ...toArray(view.responses)
              .filter(({ status }) => status === 'lost' || status === 'in_progress')
              .map(({ number }) => `R${number} never ended.`),
          ],
  },
  {
    code: 11,
    name: 'no-audio',
    meaning: 'an answer that was to speak came without audio',
    tells: (view) =>
      toArray(view.responses)
        .filter((response) => lacksAudio(view, response))
        .map(silentText),
  },
  {
    code: 12,
    name: 'transcription',
    meaning: 'transcription was asked for, and of a turn it failed or never came',
    tells: (view) => [
      ...(isTranscription(view) ? cutOff(view, 'transcribed') : []),
      ...toArray(view.items).flatMap((item) => untranscribed(view, item)),
    ],
  },
  {
    code: 13,
    name: 'no-speech',
    meaning: 'the service heard no speech in the file, and nothing else explains that',
    tells: (view) => (heardNothing(view) ? ['The service heard no speech in the file.'] : []),
  },
  {
    code: 14,
    name: 'no-turn',
    meaning: 'what was sent became no turn: the service answered with an error, or took no commit',
    tells: withoutTurn,
  },
];

/** A session that was open, and of which no turn came. */
function hadNoTurn(view: SessionView): boolean {
  if (view.phase === 'refused' || view.openedMs === null) return false;
  if (view.responses.length + view.speech.length > 0) return false;
  // A response that was asked for by itself waits as a turn without an item.
  return (
    toArray(view.turns).every(({ itemId }) => itemId === null) &&
    toArray(view.items).every(({ role }) => role !== 'user')
  );
}

/** Everything was sent to a service that detects turns, and it saw none. */
const heardNothing = (view: SessionView): boolean => isThrough(view) && !isByHand(view) && hadNoTurn(view);

/** The service takes no commit of less audio, so a shorter one costs no turn. */
const leastCommitMs = 100;

/** Errors that cost a turn, and a commit that was never answered. */
function withoutTurn(view: SessionView): readonly string[] {
  const none = hadNoTurn(view);
  const errors = toArray(view.errors).filter(
    ({ refused, commitMs }) =>
      (none && (refused === null || refused === 'commit')) || (commitMs !== null && commitMs >= leastCommitMs),
  );
  const { commitAskedMs } = view.input;
  const hasWaited = commitAskedMs !== null && isByHand(view) && view.t - commitAskedMs >= leastWaitMs(view);
  const unanswered = hasWaited ? [`The commit at ${seconds(commitAskedMs)} was never answered.`] : [];
  return [...errors.map(toldOf), ...unanswered];
}

/** What ended a run from outside its session, a sentence each. It exits with 1 then, whatever the session was. */
export interface RunEnd {
  readonly name: 'interrupted' | 'not-stopped' | 'unsaved';
  readonly text: string;
}

/** How a session came out. */
export interface RunOutcome {
  /** What `voxtally run` exits with; 0: nothing failed. */
  readonly code: number;
  /** `done`, or the name of the row that gave the code. */
  readonly name: string;
  /** Everything that failed, in the order of the table, the first of them with `code`. */
  readonly failures: readonly { readonly code: number; readonly name: string; readonly text: string }[];
}

/** How a session came out, by the fold of its record, and a run of it by what else ended it. Pure. */
export function outcomeOf(view: SessionView, ends: readonly RunEnd[] = []): RunOutcome {
  const found = outcomeRows.flatMap(({ code, name, tells }) => tells(view).map((text) => ({ code, name, text })));
  // Whoever was refused and whoever was cut off heard nothing for that reason.
  const told = found.some(({ name }) => name !== 'no-speech')
    ? found.filter(({ name }) => name !== 'no-speech')
    : found;
  const all = [...ends.map((end) => ({ code: exitCodes.failed, ...end })), ...told];
  const seen = all.filter(({ text }, at) => all.findIndex((other) => other.text === text) === at);
  const [first] = seen;
  return { code: first?.code ?? exitCodes.done, name: first?.name ?? 'done', failures: seen };
}

/** The exit code of a session that could not be started. */
export const codeOfRefusal = ({ reason }: BenchError): number =>
  outcomeRows.find(({ reasons }) => reasons?.includes(reason) === true)?.code ?? exitCodes.failed;

/** What the help says of the exit codes of a run. */
export const outcomeHelp = `Exit codes: 0 done; 1 the session could not be started, was interrupted, or could not be ended or recorded; 2 the command was not understood; ${outcomeRows
  .map(({ code, meaning }) => `${code} ${meaning}`)
  .join('; ')}. Where several apply, the first of this order is given and all are told.`;
