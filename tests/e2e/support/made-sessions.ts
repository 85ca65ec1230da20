import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { startBench, type TestBench } from '../../integration/support/bench.ts';
import { startDeployment } from '../../integration/support/deployment.ts';
import { beginReply, endReply, replyUsage } from '../../integration/support/reply.ts';
import { until } from '../../integration/support/until.ts';

export interface SessionWish {
  readonly profile: string;
  readonly options?: Readonly<Record<string, Json>>;
  /** Responses that report what they used, and responses that do not. */
  readonly reported: number;
  readonly silent?: number;
}

async function make(bench: TestBench, wish: SessionWish): Promise<string> {
  const deployment = await startDeployment();
  const started = await bench.client.api.call('session.start', {
    endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' },
    options: wish.options ?? {},
    input: { kind: 'microphone' },
    profile: wish.profile,
  });
  if (!started.ok) throw new Error(started.error.message);
  const remote = await deployment.session();
  if (wish.options !== undefined) {
    // In effect is what was asked for.
    const asked = await remote.event('session.update');
    remote.send({ type: 'session.updated', event_id: 'e1', session: asked['session'] });
  }
  const usages = [...Array.from({ length: wish.reported }, () => replyUsage), ...Array(wish.silent ?? 0).fill(null)];
  for (const [index, usage] of usages.entries()) {
    beginReply(remote, `resp_${index}`, 400);
    endReply(remote, `resp_${index}`, 'completed', usage as JsonObject | null);
  }
  const { sessionId } = started;
  await until(
    () =>
      bench.client.entries.filter(({ event }) => (event as JsonObject)['type'] === 'response.done').length >=
      usages.length,
    `every response of ${wish.profile}`,
  );
  await bench.client.api.call('session.stop', { graceMs: 0 });
  await deployment.close();
  return sessionId;
}

/** Sessions recorded under a data folder by an engine in this process, oldest first. Returns their ids. */
export async function madeSessions(home: string, wishes: readonly SessionWish[]): Promise<string[]> {
  const bench = await startBench({ dataFolder: home });
  const ids: string[] = [];
  try {
    for (const wish of wishes) ids.push(await make(bench, wish));
  } finally {
    await bench.engine.shutdown(0);
  }
  return ids;
}
