import { append, replaceLast } from '../../kit/chunk-list.ts';
import { dialectLabel } from '../../protocol/dialects.ts';
import type { BenchEvent, BenchEventOf } from '../bench-events.ts';
import { durationText } from '../life.ts';
import type { SessionView } from '../view.ts';
import { editItem, type Handler, mark, raise } from './edit.ts';
import { withTranscription } from './input.ts';
import { optionsWaiting, rawOptionsSent } from './options.ts';
import { settleResponse } from './responses.ts';
import { count as groups } from '../../kit/numbers.ts';

/* What the bench writes about itself: its connection, its input and loudspeaker, its budget, the machine it runs on. */

type Own<Type extends BenchEvent['type']> = Handler<BenchEventOf<Type>>;

export const connecting: Own<'bench.connect'> = (view) => ({ ...view, phase: 'connecting' });

export const connected: Own<'bench.connected'> = (view) =>
  mark({ ...view, phase: 'open', openedMs: view.t }, 'connection', 'connected');

export const refused: Own<'bench.refused'> = (view, { error }) => ({ ...view, phase: 'refused', error });

export const closing: Own<'bench.closing'> = (view, { by, graceMs }) => ({
  ...view,
  phase: view.phase === 'refused' ? 'refused' : 'closing',
  closing: { by, sinceMs: view.t, graceMs: graceMs ?? 0, hurried: false },
});

export const hurried: Own<'bench.hurried'> = (view) =>
  view.closing === null ? view : { ...view, closing: { ...view.closing, hurried: true } };

/** What was open then is lost: nothing will report it any more. */
export const closed: Own<'bench.closed'> = (view, { code, reason, explanation, openResponses, openTranscriptions }) => {
  let next: SessionView = {
    ...view,
    phase: view.phase === 'refused' ? 'refused' : 'closed',
    closed: { code, reason, explanation },
  };
  for (const id of openResponses) next = settleResponse(next, id, { status: 'lost', doneMs: view.t });
  for (const id of openTranscriptions) {
    next = editItem(next, id, (item) =>
      item.transcription === null ? {} : withTranscription(item, { ...item.transcription, status: 'lost' }),
    );
  }
  return mark(next, 'connection', 'closed');
};

/** A file speaks in turn with the microphone, which stays what it is. */
export const inputOpened: Own<'bench.input.opened'> = (view, event) => {
  if (event.kind === 'microphone') {
    const { kind, label, settings } = event;
    return { ...view, input: { ...view.input, kind, label, ended: false, settings, zeros: false } };
  }
  const { label, durationMs } = event;
  const file = { label, durationMs, sinceMs: view.t };
  const only = view.input.kind === 'microphone' ? {} : { kind: event.kind, label, settings: null, zeros: false };
  const files = append(view.files, { name: label, fromMs: view.t, toMs: null });
  return { ...view, files, input: { ...view.input, ...only, ended: false, file } };
};

export const inputLost: Own<'bench.input.lost'> = (view) => mark(view, 'input', 'input lost');

export const inputEnded: Own<'bench.input.ended'> = (view, { stopped }) =>
  mark(
    {
      ...view,
      files: replaceLast(
        view.files,
        ({ toMs }) => toMs === null,
        (file) => ({ ...file, toMs: view.t }),
      ),
      input: { ...view.input, ended: true, file: null, fileToMs: view.input.sentMs },
    },
    'input',
    stopped === true ? 'input stopped' : 'input ended',
  );

export const inputQueued: Own<'bench.input.queued'> = (view, { waiting }) => ({
  ...view,
  input: { ...view.input, waiting },
});

export const inputSilent: Own<'bench.input.zeros'> = (view) => ({ ...view, input: { ...view.input, zeros: true } });

export const inputClipped: Own<'bench.input.clipped'> = (view, { count }) =>
  mark({ ...view, input: { ...view.input, clips: view.input.clips + count } }, 'clip', `${groups(count)} clipped`);

export const inputGap: Own<'bench.input.gap'> = (view, { missingFrames }) => ({
  ...view,
  input: { ...view.input, missingFrames: view.input.missingFrames + missingFrames },
});

export const inputFilled: Own<'bench.input.filled'> = (view, { silenceMs, droppedMs = 0 }) => {
  const sent = `${(silenceMs / 1000).toFixed(1)} s`;
  const words = `${((silenceMs + droppedMs) / 1000).toFixed(1)} s without sound`;
  return mark(view, 'input', droppedMs === 0 ? `${words}, sent as silence` : `${words}, ${sent} of it sent as silence`);
};

export const inputMuted: Own<'bench.input.muted'> = (view, { muted }) =>
  mark({ ...view, input: { ...view.input, muted } }, 'input', muted ? 'muted' : 'unmuted');

export const captureMeasured: Own<'bench.capture'> = (view, { frames, p50Ms, p95Ms, maxMs }) => ({
  ...view,
  input: { ...view.input, latency: { frames, p50Ms, p95Ms, maxMs } },
});

export const playbackStarted: Own<'bench.playback.started'> = (view, { itemId, responseId }) => ({
  ...view,
  playback: append(view.playback, {
    itemId,
    responseId,
    startMs: view.t,
    endMs: null,
    playedMs: null,
    receivedMs: null,
    why: null,
  }),
});

export const playbackStopped: Own<'bench.playback.stopped'> = (view, { itemId, playedMs, receivedMs, why }) => {
  const playback = replaceLast(
    view.playback,
    (one) => one.itemId === itemId && one.endMs === null,
    (one) => ({ ...one, endMs: view.t, playedMs, receivedMs, why }),
  );
  const stopped = playback === view.playback ? view : { ...view, playback };
  return editItem(stopped, itemId, { playedMs, interrupted: why === 'interrupted' || why === 'lost' });
};

export const outputLost: Own<'bench.output.lost'> = (view) => mark(view, 'input', 'output lost');

export const playbackUnderrun: Own<'bench.playback.underrun'> = (view) => ({
  ...view,
  output: { ...view.output, underruns: view.output.underruns + 1 },
});

export const optionsWritten: Own<'bench.options'> = (view, { eventId, json }) =>
  json === undefined ? view : rawOptionsSent(view, eventId, json);

export const optionsHeldBack: Own<'bench.options.waiting'> = (view, { values, waitsFor }) =>
  optionsWaiting(view, values, waitsFor);

/** The engine has said where the session stands with its budget. */
export const budgetReported: Own<'bench.budget'> = (view, event) => {
  const { unit, limit, currency, warnAt, stop, state, unpriced } = event;
  if (limit === null) return { ...view, budget: null };
  const budget = { unit, limit, currency, warnAt, stop, state, unpriced };
  return raise({ ...view, budget }, 'budget reported', { was: view.budget, now: event, limit });
};

export const errorMet: Own<'bench.error'> = (view, { error }) => mark(view, 'error', error.reason);

export const slept: Own<'bench.slept'> = (view, { forMs }) => mark(view, 'connection', `slept ${durationText(forMs)}`);

export const clockSet: Own<'bench.clock-set'> = (view) => mark(view, 'connection', 'clock set');

export const networkChanged: Own<'bench.network'> = (view, { online }) =>
  mark(view, 'connection', online ? 'network back' : 'network gone');

export const expiring: Own<'bench.expiring'> = (view, { leftMs }) =>
  mark(view, 'connection', `${durationText(leftMs)} left`);

export const dialectNoticed: Own<'bench.dialect'> = (view, { spoken }) =>
  mark(view, 'connection', `speaks ${dialectLabel(spoken)}`);

export const continued: Own<'bench.continued'> = (view) => mark(view, 'connection', 'continued');
