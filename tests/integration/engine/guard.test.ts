import { afterEach, describe, expect, it } from 'vitest';
import { gateFor } from '../../../electron/engine/net/gate.ts';
import { routeTo } from '../../../electron/engine/net/route.ts';
import { SessionRecord } from '../../../electron/engine/record/session-record.ts';
import { defaultTiming, LiveSession, type LiveSessionOptions } from '../../../electron/engine/session/live-session.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { temporaryFolder, testKey } from '../support/bench.ts';
import { type Deployment, startDeployment } from '../support/deployment.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { replyUsage } from '../support/reply.ts';
import { until } from '../support/until.ts';

let deployment: Deployment | null = null;
afterEach(async () => {
  await deployment?.close();
  deployment = null;
});

type Faulty = Pick<LiveSessionOptions, 'toolAnswers' | 'counter' | 'budget'>;

/** A live session some of whose parts fail as the test says. */
async function live(url: string, faulty: Faulty): Promise<{ session: LiveSession; logged: string[] }> {
  const logged: string[] = [];
  const sessionsFolder = await temporaryFolder();
  const made = await SessionRecord.create({
    sessionsFolder,
    header: {
      voxtally: 1,
      app: 'test',
      sessionId: 'guarded',
      startedAt: new Date().toISOString(),
      endpoint: { kind: 'custom', label: 'test', url, deployment: 'test', auth: 'bearer' },
      requested: {},
      priceBookId: 'test',
      input: { kind: 'microphone', name: 'test' },
    },
    startedMs: performance.now(),
    app: 'test',
    hooks: { onShown: () => undefined, onOverflow: () => undefined, onNote: (text) => void logged.push(text) },
  });
  if (!made.ok) throw new Error(made.error.message);
  const log = (line: string): void => void logged.push(line);
  const routed = await routeTo(url, defaultNetwork, { secret: () => Promise.resolve(testKey), log });
  if (!routed.ok) throw new Error(routed.error.message);
  const session = new LiveSession({
    record: made.record,
    target: { host: new URL(url).host, deployment: 'test', auth: 'bearer', url },
    route: routed.route,
    headers: {},
    gate: gateFor([testKey], null),
    options: {},
    input: { kind: 'microphone', opened: () => null },
    timing: defaultTiming,
    continues: null,
    hooks: { level: () => undefined, log },
    ...faulty,
  });
  const connected = await session.connect();
  expect(connected.ok).toBe(true);
  return { session, logged };
}

const fail = (what: string) => (): never => {
  throw new Error(`planted: ${what}`);
};

const done = (id: string) => ({
  type: 'response.done',
  response: {
    id,
    status: 'completed',
    usage: replyUsage,
    output: [
      { id: `item_${id}`, type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello' }] },
    ],
  },
});

describe('a fault of the bench while it works on a frame', () => {
  it('is told once, takes no other use of the frame with it, and the session goes on to its end', async () => {
    deployment = await startDeployment();
    let budgets = 0;
    const { session, logged } = await live(deployment.url, {
      toolAnswers: fail('answers'),
      counter: { count: fail('counter'), close: () => Promise.resolve() },
      budget: {
        now: () => (budgets++ === 0 ? { limit: null, warnAt: 0.8, stop: false } : fail('budget')()),
        book: shipped('2026-10-09'),
      },
    });
    const remote = await deployment.session();
    for (const id of ['r1', 'r2', 'r3']) {
      remote.send({ type: 'response.created', response: { id, status: 'in_progress' } });
      remote.send(done(id));
    }
    remote.send({ type: 'rate_limits.updated', rate_limits: [] });
    await until(() => session.record.view.counts.server === 8, 'eight frames');
    const { view } = session.record;
    // Each response has its usage, the planted faults notwithstanding.
    expect(view.usage.reports).toBe(3);
    expect(toArray(view.responses).map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    const told = toArray(view.alarms).filter(({ kind }) => kind === 'engine');
    expect(told.map(({ title, count }) => [title, count])).toContainEqual([
      'The bench met a fault of its own while it worked on response.done.',
      1,
    ]);
    expect(logged.join('\n')).toContain('planted: ');

    await session.stop('person', 0);
    expect(session.record.view.phase).toBe('closed');
    const frames = await rebuildFrames(session.record.folder);
    expect(frames.filter(({ from }) => from === 'server').map(({ text }) => text)).toEqual(remote.sent);
  });
});
