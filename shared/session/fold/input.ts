import { append, findLast, last, replaceLast } from '../../kit/chunk-list.ts';
import { asNumber, asObject, asString, atPath } from '../../kit/json.ts';
import { expectedTranscription } from '../expected/expected-transcription.ts';
import { sessionTimeOf, sessionTimeOfStart } from '../input-clock.ts';
import { failureOf } from '../failure.ts';
import { isTranscription } from '../session-kind.ts';
import { transcriptionFailure } from '../transcription-failures.ts';
import { itemOf, type ItemView, type SessionView, type TranscriptionView } from '../view.ts';
import { idleAnnounced, isIdle, turnCommitted } from './causes.ts';
import { editItem, type Handler, mark, raise, upsertItem } from './edit.ts';
import { usageReported, withProblemAlarms, withReport } from './reported-usage.ts';

/** Session time of a position in the service's input buffer, which counts the audio written to it. */
const sessionMs = (view: SessionView, bufferMs: number): number =>
  Math.min(view.t, sessionTimeOf(view.input.clock, bufferMs) ?? view.t);

export const speechStarted: Handler = (view, event) => {
  const audioStartMs = asNumber(event['audio_start_ms']) ?? view.input.sentMs;
  const playing = last(view.playback);
  return {
    ...view,
    speech: append(view.speech, {
      itemId: asString(event['item_id']) ?? '',
      startMs: Math.min(view.t, sessionTimeOfStart(view.input.clock, audioStartMs, view.input.sentMs) ?? view.t),
      endMs: null,
      audioStartMs,
      audioEndMs: null,
      duringPlayback: playing !== undefined && playing.endMs === null,
    }),
  };
};

export const speechStopped: Handler = (view, event) => {
  const itemId = asString(event['item_id']) ?? '';
  const audioEndMs = asNumber(event['audio_end_ms']) ?? view.input.sentMs;
  const speech = replaceLast(
    view.speech,
    (one) => one.itemId === itemId,
    (one) => ({ ...one, audioEndMs, endMs: sessionMs(view, audioEndMs) }),
  );
  return speech === view.speech ? view : { ...view, speech };
};

/** A VAD that is switched off in the middle of speech never says where it ended: it is over for whoever listens then. */
export const speechUnwatched: Handler = (view) => {
  const speech = last(view.speech);
  if (speech === undefined || speech.endMs !== null) return view;
  if (view.effective === null || atPath(view.effective, 'audio.input.turn_detection') !== null) return view;
  return {
    ...view,
    speech: replaceLast(
      view.speech,
      (one) => one === speech,
      (one) => ({ ...one, endMs: view.t }),
    ),
  };
};

type Transcribed = Omit<TranscriptionView, 'expected'>;

/** The model that transcribes, as the session names it now. */
const transcriptionModel = (view: SessionView): string =>
  asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? 'unknown';

/** A transcription by the model that the session names now. */
const pending = (view: SessionView): Transcribed => ({
  status: 'pending',
  model: transcriptionModel(view),
  promptCharacters: (asString(atPath(view.effective ?? {}, 'audio.input.transcription.prompt')) ?? '').length,
  completedMs: null,
  failure: null,
  usage: null,
  understood: null,
  problems: [],
});

/** An item with what is known of its transcription, and what that probably used. */
export function withTranscription(
  item: Pick<ItemView, 'audioMs' | 'text' | 'textTokens' | 'transcription'>,
  transcription: Transcribed,
  seq: number | null = item.transcription?.expected.evidence.seq ?? null,
): { transcription: TranscriptionView } {
  return { transcription: { ...transcription, expected: expectedTranscription(item, transcription, seq) } };
}

/** How much of what was sent a commit took: what was sent after one by hand was asked for is none of it. */
const takenToMs = ({ input }: SessionView): number =>
  input.commitAskedMs === null ? input.sentMs : input.commitSentMs;

export const inputCommitted: Handler = (view, event) => {
  const itemId = asString(event['item_id']) ?? '';
  // Committed twice it is one turn all the same.
  if (itemId !== '' && (itemOf(view, itemId)?.committedMs ?? null) !== null) {
    return raise(view, 'sent again', { what: `the commit of ${itemId}` });
  }
  const speech = findLast(view.speech, (span) => span.itemId === itemId);
  const spoken = speech !== undefined && speech.audioEndMs !== null;
  const audioMs = spoken
    ? (speech.audioEndMs ?? 0) - speech.audioStartMs
    : Math.max(0, takenToMs(view) - view.input.committedMs);
  const transcribed =
    isTranscription(view) || asObject(atPath(view.effective ?? {}, 'audio.input.transcription')) !== undefined;
  const after = asString(event['previous_item_id']) ?? null;
  const next = upsertItem(
    turnCommitted(view, itemId),
    itemId,
    speech?.startMs ?? view.t - audioMs,
    (item) => {
      const known = item.transcription ?? (transcribed ? pending(view) : null);
      return {
        role: 'user',
        medium: 'audio',
        audioMs,
        committedMs: view.t,
        ...(known === null ? {} : withTranscription({ ...item, audioMs }, known, view.seq)),
      };
    },
    after,
  );
  const emptied = { ...next, input: { ...next.input, committedMs: takenToMs(view) } };
  return raise(emptied, 'turn committed', { itemId, isHeard: speech !== undefined, isIdle: isIdle(next, itemId) });
};

export const inputCleared: Handler = (view) => ({ ...view, input: { ...view.input, committedMs: view.input.sentMs } });

export const transcriptDelta: Handler = (view, event) =>
  upsertItem(view, asString(event['item_id']) ?? '', view.t, (item) => {
    const text = item.text + (asString(event['delta']) ?? '');
    return { text, ...withTranscription({ ...item, text }, item.transcription ?? pending(view)) };
  });

export const transcriptDone: Handler = (view, event) => {
  const id = asString(event['item_id']) ?? '';
  const { usage, understood, stated, problems } = usageReported('transcription', event);
  const begun = itemOf(view, id)?.transcription ?? pending(view);
  // Said twice it was made once.
  if (begun.status === 'completed') return raise(view, 'sent again', { what: `the transcript of ${id}` });
  let next = upsertItem(view, id, view.t, (item) => {
    const text = asString(event['transcript']) ?? item.text;
    const done: Transcribed = {
      ...begun,
      status: 'completed',
      completedMs: view.t,
      failure: null,
      usage,
      understood,
      problems,
    };
    return { text, ...withTranscription({ ...item, text }, done) };
  });
  if (stated !== null) next = withReport(next, 'transcription', id, stated, begun.model);
  next = withProblemAlarms(next, `The transcription of ${id}`, problems);
  const item = itemOf(next, id);
  return item === undefined ? next : raise(next, 'transcription done', item);
};

export const transcriptionFailed: Handler = (view, event) => {
  const id = asString(event['item_id']) ?? '';
  const begun = itemOf(view, id)?.transcription ?? pending(view);
  if (begun.status === 'completed' || begun.status === 'failed') {
    return raise(view, 'sent again', { what: `the end of the transcription of ${id}` });
  }
  const failure = transcriptionFailure(failureOf(event['error']), begun.model, view.header);
  const failed = editItem(view, id, (item) =>
    withTranscription(item, { ...begun, status: 'failed', completedMs: view.t, failure }),
  );
  return raise(failed, 'transcription failed', { itemId: id, failure });
};

export const itemTruncated: Handler = (view, event) => {
  const playedMs = asNumber(event['audio_end_ms']) ?? null;
  const cut = editItem(view, asString(event['item_id']) ?? '', {
    interrupted: true,
    playedMs,
    truncated: { seq: view.seq, audioMs: playedMs ?? 0 },
  });
  return mark(
    cut,
    'interrupted',
    playedMs === null ? 'interrupted' : `interrupted at ${(playedMs / 1000).toFixed(2)} s`,
  );
};

/** The item stays in view, marked: what was said was said, and was charged until now. Later responses do not read it. */
export const itemDeleted: Handler = (view, event) =>
  editItem(view, asString(event['item_id']) ?? '', { deletedMs: view.t, deletedSeq: view.seq });

export const inputTimedOut: Handler = (view, event) => idleAnnounced(view, asString(event['item_id']) ?? '');
