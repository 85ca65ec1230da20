import type { BenchEvent } from '../bench-events.ts';
import { alarm, mark } from '../edit.ts';
import type { PartHandlers } from '../part-handlers.ts';
import type { SessionView } from '../view.ts';

type Of<T extends BenchEvent['type']> = Extract<BenchEvent, { type: T }>;

const duration = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.max(1, Math.round(ms / 1000))} s`;

function slept(view: SessionView, { forMs }: Of<'bench.slept'>): SessionView {
  const lasted = duration(forMs);
  return alarm(mark(view, 'connection', `slept ${lasted}`), {
    level: 'notice',
    kind: 'slept',
    title: `This computer slept for ${lasted}`,
    text: 'Nothing was sent or received in that time, or the clock was set ahead. Whether the connection survived is being tried out.',
  });
}

function clockSet(view: SessionView, { byMs }: Of<'bench.clock-set'>): SessionView {
  return alarm(mark(view, 'connection', 'clock set'), {
    level: 'notice',
    kind: 'clock-set',
    title: `The clock of this computer was set ${byMs > 0 ? 'ahead' : 'back'} by ${duration(Math.abs(byMs))}`,
    text: 'Session time is not touched; times of day in the record before and after do not fit together.',
  });
}

function network(view: SessionView, { online }: Of<'bench.network'>): SessionView {
  return mark(view, 'connection', online ? 'network back' : 'network gone');
}

function expiring(view: SessionView, { leftMs }: Of<'bench.expiring'>): SessionView {
  const left = duration(leftMs);
  const close = leftMs <= 60_000;
  return alarm(mark(view, 'connection', `${left} left`), {
    level: close ? 'alarm' : 'notice',
    kind: 'expiring',
    title: `The service ends this session in ${left}`,
    text: 'Its longest time is then reached. Stop safely before that, or what is being answered then is lost with its usage.',
  });
}

function continued(view: SessionView, { sessionId, items, losses }: Of<'bench.continued'>): SessionView {
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

function closing(view: SessionView, { by, graceMs }: Of<'bench.closing'>): SessionView {
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
