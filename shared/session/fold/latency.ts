import { append, at, findLastIndex, last, replace, replaceLast } from '../../kit/chunk-list.ts';
import { asNumber, asObject, asString, atPath, type JsonObject } from '../../kit/json.ts';
import type { BenchEventOf } from '../bench-events.ts';
import { sessionTimeOf, sessionTimeOfEnd, sessionTimeOfStart } from '../input-clock.ts';
import type { SessionView, TurnEnd, TurnLatency, TurnSource } from '../view.ts';
import { isIdle } from './causes.ts';
import type { Handler } from './edit.ts';

const detection = 'audio.input.turn_detection';

const isServerVad = (view: SessionView): boolean => atPath(view.effective ?? {}, `${detection}.type`) === 'server_vad';

/** A number of server VAD's configuration; 0 under any other kind of turn detection. */
const serverVad = (view: SessionView, member: string): number =>
  isServerVad(view) ? (asNumber(atPath(view.effective ?? {}, `${detection}.${member}`)) ?? 0) : 0;

const begin = (
  view: SessionView,
  itemId: string | null,
  source: TurnSource,
  endFrom: TurnEnd,
  endMs: number,
): SessionView => ({
  ...view,
  turns: append(view.turns, {
    itemId,
    responseId: null,
    source,
    endMs,
    endFrom,
    firstTextMs: null,
    firstAudioMs: null,
    audibleMs: null,
    transcriptMs: null,
  }),
});

function edit(
  view: SessionView,
  fits: (turn: TurnLatency) => boolean,
  change: (turn: TurnLatency) => Partial<TurnLatency>,
): SessionView {
  const turns = replaceLast(view.turns, fits, (turn) => ({ ...turn, ...change(turn) }));
  return turns === view.turns ? view : { ...view, turns };
}

/** Notes, once, how long after the turn's end something came. */
const note =
  (member: 'firstTextMs' | 'firstAudioMs') =>
  (view: SessionView, event: JsonObject): SessionView => {
    const id = asString(event['response_id']);
    const turn = last(view.turns);
    // Nearly every delta is not the first of its turn, and there are thousands.
    if (turn?.responseId === id && turn?.[member] !== null) return view;
    return edit(
      view,
      (one) => one.responseId === id && one[member] === null,
      (one) => ({ [member]: view.t - one.endMs }),
    );
  };

export function bargeInBegun(view: SessionView, event: JsonObject): SessionView {
  const speech = last(view.speech);
  if (speech === undefined || !speech.duringPlayback) return view;
  const startMs = (asNumber(event['audio_start_ms']) ?? speech.audioStartMs) + serverVad(view, 'prefix_padding_ms');
  return {
    ...view,
    bargeIns: append(view.bargeIns, {
      itemId: speech.itemId,
      beganMs: Math.min(view.t, sessionTimeOfStart(view.input.clock, startMs, view.input.sentMs) ?? view.t),
      toldMs: view.t,
      cutItemId: null,
      silentMs: null,
    }),
  };
}

export function turnSpoken(view: SessionView, event: JsonObject): SessionView {
  const endMs = (asNumber(event['audio_end_ms']) ?? view.input.sentMs) - serverVad(view, 'silence_duration_ms');
  const spokenMs = sessionTimeOf(view.input.clock, endMs) ?? view.t;
  const from = isServerVad(view) ? 'vad' : 'decision';
  return begin(view, asString(event['item_id']) ?? null, 'vad', from, Math.min(view.t, spokenMs));
}

/** The view with a commit that waits for its answer, or with none. */
export const commitAsked = (view: SessionView, askedMs: number | null, eventId: string | null = null): SessionView => ({
  ...view,
  input: { ...view.input, commitAskedMs: askedMs, commitEventId: eventId },
});

/** A commit ends a turn whose end nothing has told before: one by hand, or of a VAD that does not say when it hears speech. */
export function turnCommitted(view: SessionView, event: JsonObject): SessionView {
  const { commitAskedMs } = view.input;
  const itemId = asString(event['item_id']) ?? null;
  const known = findLastIndex(view.turns, (turn) => turn.itemId === itemId && itemId !== null) >= 0;
  if (known) return view;
  if (commitAskedMs !== null) return begin(commitAsked(view, null), itemId, 'commit', 'commit', commitAskedMs);
  const byVad = asObject(atPath(view.effective ?? {}, detection)) !== undefined && !isIdle(view, itemId);
  return byVad ? begin(view, itemId, 'vad', 'decision', view.t) : view;
}

const later = (waitMs: number | null, byMs: number): number | null => (waitMs === null ? null : waitMs + byMs);

/** The audio says when the person had finished: never later than the VAD or the commit that ended the turn. */
export function turnEndHeard(view: SessionView, { itemId, bufferMs }: BenchEventOf<'bench.speech-end'>): SessionView {
  const spokenMs = sessionTimeOfEnd(view.input.clock, bufferMs);
  if (spokenMs === null) return view;
  return edit(
    view,
    (turn) => turn.itemId === itemId && (turn.endFrom === 'decision' || turn.endFrom === 'commit'),
    (turn) => {
      const endMs = Math.min(turn.endMs, spokenMs);
      const byMs = turn.endMs - endMs;
      return {
        endMs,
        endFrom: 'audio',
        firstTextMs: later(turn.firstTextMs, byMs),
        firstAudioMs: later(turn.firstAudioMs, byMs),
        audibleMs: later(turn.audibleMs, byMs),
        transcriptMs: later(turn.transcriptMs, byMs),
      };
    },
  );
}

export function turnTyped(view: SessionView, event: JsonObject): SessionView {
  const typed = atPath(event, 'item.role') === 'user';
  return typed ? begin(view, asString(atPath(event, 'item.id')) ?? null, 'typed', 'sent', view.t) : view;
}

const unanswered = (turn: TurnLatency): boolean => turn.responseId === null;

export function turnAsked(view: SessionView): SessionView {
  const newest = last(view.turns);
  return newest !== undefined && unanswered(newest) ? view : begin(view, null, 'asked', 'sent', view.t);
}

export function turnAnswered(view: SessionView): SessionView {
  const response = last(view.responses);
  if (response === undefined || response.outOfBand) return view;
  const { cause, id } = response;
  if ((cause.kind === 'turn' || cause.kind === 'idle') && cause.itemId !== '') {
    return edit(
      view,
      (turn) => turn.itemId === cause.itemId && unanswered(turn),
      () => ({ responseId: id }),
    );
  }
  const newest = last(view.turns);
  if (newest === undefined || !unanswered(newest)) return view;
  return edit(view, unanswered, () => ({ responseId: id }));
}

export function turnTranscribed(view: SessionView, event: JsonObject): SessionView {
  const id = asString(event['item_id']);
  return edit(
    view,
    (turn) => turn.itemId === id && turn.transcriptMs === null,
    (turn) => ({ transcriptMs: view.t - turn.endMs }),
  );
}

export function turnAudible(view: SessionView, { responseId }: BenchEventOf<'bench.playback.started'>): SessionView {
  return edit(
    view,
    (turn) => turn.responseId === responseId && turn.audibleMs === null,
    (turn) => ({ audibleMs: view.t - turn.endMs }),
  );
}

export function bargeInSilenced(
  view: SessionView,
  { why, itemId }: BenchEventOf<'bench.playback.stopped'>,
): SessionView {
  const index = view.bargeIns.length - 1;
  const newest = at(view.bargeIns, index);
  if (why !== 'interrupted' || newest === undefined || newest.silentMs !== null) return view;
  return { ...view, bargeIns: replace(view.bargeIns, index, { ...newest, cutItemId: itemId, silentMs: view.t }) };
}

/** A commit by hand was sent: the turn ends there, should no VAD end it. */
export const turnCommitAsked: Handler = (view, event) => {
  const asked = commitAsked(view, view.t, asString(event['event_id']) ?? null);
  return { ...asked, input: { ...asked.input, commitSentMs: view.input.sentMs } };
};

export const turnFirstText: Handler = note('firstTextMs');
export const turnFirstAudio: Handler = note('firstAudioMs');
