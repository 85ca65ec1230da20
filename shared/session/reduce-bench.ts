import type { BenchEvent } from './bench-events.ts';
import { budgetTold } from './budget/reduce-budget.ts';
import { append, at, findLastIndex, replace } from './chunk-list.ts';
import { lostUsage } from './closing/open-work.ts';
import { alarm, editItem, mark, raise } from './edit.ts';
import { withTranscription } from './reduce-input.ts';
import { settleResponse } from './reduce-response.ts';
import { tokensCounted } from './reduce-tokens.ts';
import { optionsWaiting, rawAsked } from './options/reduce-options.ts';
import type { SessionView } from './view.ts';

type Of<T extends BenchEvent['type']> = Extract<BenchEvent, { type: T }>;

function closed(view: SessionView, event: Of<'bench.closed'>): SessionView {
  let next: SessionView = {
    ...view,
    phase: view.phase === 'refused' ? 'refused' : 'closed',
    closed: { code: event.code, reason: event.reason, explanation: event.explanation },
  };
  for (const id of event.openResponses) next = settleResponse(next, id, { status: 'lost', doneMs: view.t });
  for (const id of event.openTranscriptions) {
    next = editItem(next, id, (item) =>
      item.transcription === null ? {} : withTranscription(item, { ...item.transcription, status: 'lost' }),
    );
  }
  next = raise(next, { at: 'closed', lost: lostUsage(view, event.openResponses, event.openTranscriptions) });
  return mark(next, 'connection', 'closed');
}

function playbackStopped(view: SessionView, event: Of<'bench.playback.stopped'>): SessionView {
  const index = findLastIndex(view.playback, (playback) => playback.itemId === event.itemId && playback.endMs === null);
  const playback = at(view.playback, index);
  const stopped: SessionView =
    playback === undefined
      ? view
      : {
          ...view,
          playback: replace(view.playback, index, {
            ...playback,
            endMs: view.t,
            playedMs: event.playedMs,
            receivedMs: event.receivedMs,
            why: event.why,
          }),
        };
  return editItem(stopped, event.itemId, { playedMs: event.playedMs, interrupted: event.why === 'interrupted' });
}

/** The view after an entry that the bench wrote about itself. */
export function reduceBench(view: SessionView, event: BenchEvent): SessionView {
  switch (event.type) {
    case 'bench.connect':
      return { ...view, phase: 'connecting' };
    case 'bench.connected':
      return mark({ ...view, phase: 'open', openedMs: view.t }, 'connection', 'connected');
    case 'bench.refused':
      return { ...view, phase: 'refused', error: event.error };
    case 'bench.closing':
      return view.phase === 'refused' ? view : { ...view, phase: 'closing' };
    case 'bench.closed':
      return closed(view, event);
    case 'bench.input.opened':
      return {
        ...view,
        input: {
          ...view.input,
          kind: event.kind,
          label: event.label,
          settings: event.kind === 'microphone' ? event.settings : null,
          zeros: false,
        },
      };
    case 'bench.input.lost':
      return alarm(mark(view, 'input', 'input lost'), {
        level: 'alarm',
        kind: 'input-lost',
        title: `${event.label} is gone`,
        text: event.message,
      });
    case 'bench.input.ended':
      return mark(view, 'input', 'input ended');
    case 'bench.input.zeros':
      return alarm(
        { ...view, input: { ...view.input, zeros: true } },
        {
          level: 'alarm',
          kind: 'zeros',
          title: 'The microphone delivers only zeros',
          text: `${event.label} has sent ${(event.forMs / 1000).toFixed(1)} s in which every sample is 0, so nothing you say is heard. The usual causes: a mute switch on the device, the wrong input, or another program holding it.`,
        },
      );
    case 'bench.input.clipped': {
      const next = { ...view, input: { ...view.input, clips: view.input.clips + event.count } };
      return mark(next, 'clip', `${event.count} clipped`);
    }
    case 'bench.input.gap':
      return { ...view, input: { ...view.input, missingFrames: view.input.missingFrames + event.missingFrames } };
    case 'bench.input.muted':
      return mark(
        { ...view, input: { ...view.input, muted: event.muted } },
        'input',
        event.muted ? 'muted' : 'unmuted',
      );
    case 'bench.capture': {
      const { frames, p50Ms, p95Ms, maxMs } = event;
      return { ...view, input: { ...view.input, latency: { frames, p50Ms, p95Ms, maxMs } } };
    }
    case 'bench.send.paused':
      return alarm(view, {
        level: 'alarm',
        kind: 'send-paused',
        title: 'The connection is slower than your voice',
        text: `${event.droppedFrames} frames of 20 ms were not sent because ${Math.round(event.bufferedBytes / 1024)} KB were still waiting.`,
      });
    case 'bench.playback.started':
      return {
        ...view,
        playback: append(view.playback, {
          itemId: event.itemId,
          responseId: event.responseId,
          startMs: view.t,
          endMs: null,
          playedMs: null,
          receivedMs: null,
          why: null,
        }),
      };
    case 'bench.playback.stopped':
      return playbackStopped(view, event);
    case 'bench.playback.underrun':
      return { ...view, output: { ...view.output, underruns: view.output.underruns + 1 } };
    case 'bench.self-interruption':
      return alarm(view, {
        level: 'alarm',
        kind: 'self-interruption',
        title: 'The assistant may hear itself',
        text: event.message,
      });
    case 'bench.tokens':
      return tokensCounted(view, event);
    case 'bench.options':
      return event.json === undefined ? view : rawAsked(view, event.eventId, event.json);
    case 'bench.options.waiting':
      return optionsWaiting(view, event.values, event.waitsFor);
    case 'bench.budget':
      return budgetTold(view, event);
    case 'bench.error':
      return alarm(mark(view, 'error', event.error.reason), {
        level: 'alarm',
        kind: event.error.reason,
        title: event.error.message,
        text: event.error.nextStep ?? '',
      });
    case 'bench.repaired':
      return alarm(view, { level: 'notice', kind: 'repaired', title: 'The record was repaired', text: event.message });
    case 'bench.slept':
    case 'bench.clock-set':
    case 'bench.network':
    case 'bench.expiring':
    case 'bench.continued':
    case 'bench.hurried':
    case 'bench.tool':
    case 'bench.speech-end':
      return view;
  }
}
