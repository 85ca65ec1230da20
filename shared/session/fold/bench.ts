import { append, at, findLastIndex, replace } from '../../kit/chunk-list.ts';
import type { BenchEvent } from '../bench-events.ts';
import { lostUsage } from '../open-work.ts';
import type { SessionView } from '../view.ts';
import { alarm, editItem, mark, type PartHandlers, raise } from './edit.ts';
import { withTranscription } from './input.ts';
import { optionsWaiting, rawOptionsSent } from './options.ts';
import { settleResponse } from './responses.ts';
import { tokensCounted } from './token-counts.ts';

type BudgetEvent = Extract<BenchEvent, { type: 'bench.budget' }>;

const amount = (value: string, { unit, currency }: BudgetEvent): string =>
  unit === 'tokens' ? `${value} tokens` : `${currency ?? ''} ${value}`.trim();

/** The view after the engine has said where the session stands with its budget. */
function budgetReported(before: SessionView, event: BudgetEvent): SessionView {
  const { unit, limit, currency, warnAt, stop, state, unpriced, expected } = event;
  if (limit === null) return { ...before, budget: null };
  const budget = { unit, limit, currency, warnAt, stop, state, unpriced };
  let view: SessionView = { ...before, budget };
  if (unpriced.length > 0 && before.budget?.unpriced.join() !== unpriced.join()) {
    view = alarm(view, {
      level: 'notice',
      kind: 'budget-unpriced',
      title: 'The budget does not see everything',
      text: `There is no price for ${unpriced.join(', ')}, so the session may be nearer to its limit of ${amount(limit, event)} than the expected total says. Choose the model behind the deployment, or set a budget in tokens.`,
    });
  }
  if (state === before.budget?.state) return view;
  switch (state) {
    case 'within':
      return view;
    case 'warning':
      return alarm(view, {
        level: 'notice',
        kind: 'budget-warning',
        title: `${Math.round(warnAt * 100)} % of the budget is used`,
        text: `The session may have used up to ${amount(expected, event)} of ${amount(limit, event)}.${stop ? ' It is closed when it reaches the limit.' : ''}`,
      });
    case 'reached':
      return alarm(view, {
        level: 'alarm',
        kind: 'budget-reached',
        title: 'The budget is used up',
        text: `The session may have used up to ${amount(expected, event)} of ${amount(limit, event)}. ${stop ? 'It is being closed; what is still running may report until then.' : 'It goes on, as was chosen.'}`,
      });
  }
}

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
      return event.json === undefined ? view : rawOptionsSent(view, event.eventId, event.json);
    case 'bench.options.waiting':
      return optionsWaiting(view, event.values, event.waitsFor);
    case 'bench.budget':
      return budgetReported(view, event);
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

type LifeEntry<T extends BenchEvent['type']> = Extract<BenchEvent, { type: T }>;

const duration = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.max(1, Math.round(ms / 1000))} s`;

function slept(view: SessionView, { forMs }: LifeEntry<'bench.slept'>): SessionView {
  const lasted = duration(forMs);
  return alarm(mark(view, 'connection', `slept ${lasted}`), {
    level: 'notice',
    kind: 'slept',
    title: `This computer slept for ${lasted}`,
    text: 'Nothing was sent or received in that time, or the clock was set ahead. Whether the connection survived is being tried out.',
  });
}

function clockSet(view: SessionView, { byMs }: LifeEntry<'bench.clock-set'>): SessionView {
  return alarm(mark(view, 'connection', 'clock set'), {
    level: 'notice',
    kind: 'clock-set',
    title: `The clock of this computer was set ${byMs > 0 ? 'ahead' : 'back'} by ${duration(Math.abs(byMs))}`,
    text: 'Session time is not touched; times of day in the record before and after do not fit together.',
  });
}

function network(view: SessionView, { online }: LifeEntry<'bench.network'>): SessionView {
  return mark(view, 'connection', online ? 'network back' : 'network gone');
}

function expiring(view: SessionView, { leftMs }: LifeEntry<'bench.expiring'>): SessionView {
  const left = duration(leftMs);
  const close = leftMs <= 60_000;
  return alarm(mark(view, 'connection', `${left} left`), {
    level: close ? 'alarm' : 'notice',
    kind: 'expiring',
    title: `The service ends this session in ${left}`,
    text: 'Its longest time is then reached. Stop safely before that, or what is being answered then is lost with its usage.',
  });
}

function continued(view: SessionView, { sessionId, items, losses }: LifeEntry<'bench.continued'>): SessionView {
  const put =
    items === 0 ? 'Nothing of its conversation was put back.' : `${items} of its items were put back as text.`;
  return alarm(mark(view, 'connection', 'continued'), {
    level: 'notice',
    kind: 'continued',
    title: `This session continues ${sessionId}`,
    text: [put, ...losses].join(' '),
  });
}

const hurried = (view: SessionView): SessionView =>
  view.closing === null ? view : { ...view, closing: { ...view.closing, hurried: true } };

function closing(view: SessionView, { by, graceMs }: LifeEntry<'bench.closing'>): SessionView {
  return { ...view, closing: { by, sinceMs: view.t, graceMs: graceMs ?? 0, hurried: false } };
}

/** Sleep, network, the end of the time, and the close. */
export const lifeHandlers: PartHandlers = {
  client: {},
  server: {},
  bench: {
    'bench.slept': slept,
    'bench.clock-set': clockSet,
    'bench.network': network,
    'bench.expiring': expiring,
    'bench.continued': continued,
    'bench.hurried': hurried,
    'bench.closing': closing,
  },
};
