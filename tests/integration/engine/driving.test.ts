import { afterEach, describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { startBench, startSession, type TestBench } from '../support/bench.ts';
import { startDeployment, type Deployment, type DeploymentSession } from '../support/deployment.ts';
import { beginReply, endReply } from '../support/reply.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let deployment: Deployment;

afterEach(async () => {
  await bench.engine.shutdown(0);
  await deployment.close();
});

async function open(): Promise<{ remote: DeploymentSession; sessionId: string }> {
  deployment = await startDeployment();
  bench = await startBench();
  const sessionId = await startSession(bench, deployment.url);
  const remote = await deployment.session();
  await bench.client.event('session.created');
  return { remote, sessionId };
}

function call(remote: DeploymentSession, responseId: string, names: readonly string[]): void {
  remote.send({ type: 'response.created', response: { id: responseId, conversation_id: 'conv_1' } });
  for (const name of names) {
    const ids = { id: `item_${responseId}_${name}`, call_id: `call_${responseId}_${name}` };
    const item = { type: 'function_call', name, arguments: '{"n":1}', ...ids };
    remote.send({ type: 'response.output_item.done', response_id: responseId, item });
  }
  remote.send({ type: 'response.done', response: { id: responseId, status: 'completed', usage: null } });
}

const answers = (on: boolean): { toolAnswers: { on: boolean; rules: never[]; otherwise: null } } => ({
  toolAnswers: {
    on,
    rules: [{ name: 'look_up', when: { path: 'n', is: '1' }, output: '{"found":true}' } as never],
    otherwise: null,
  },
});

describe('a call of a function', () => {
  it('is answered from the table, and the next response is asked for', async () => {
    const { remote } = await open();
    await bench.client.api.call('preferences.write', answers(true));
    call(remote, 'resp_1', ['look_up']);
    expect(await remote.event('conversation.item.create')).toMatchObject({
      item: { type: 'function_call_output', call_id: 'call_resp_1_look_up', output: '{"found":true}' },
    });
    await remote.event('response.create');
    await bench.client.event('bench.tool');
    expect(at(bench.client.view.calls, 0)).toMatchObject({ status: 'answered', answeredBy: 'rule' });
  });

  it('waits for a person when the table has nothing for it, and no response is asked for meanwhile', async () => {
    const { remote } = await open();
    await bench.client.api.call('preferences.write', answers(true));
    call(remote, 'resp_1', ['look_up', 'unknown']);
    await remote.event('conversation.item.create');
    await bench.client.event('response.done');
    remote.send({ type: 'rate_limits.updated', rate_limits: [] });
    await bench.client.event('rate_limits.updated');
    expect(remote.events('response.create')).toEqual([]);
    expect(toArray(bench.client.view.calls).map(({ status }) => status)).toEqual(['answered', 'open']);
  });

  it('is left alone while the table is off', async () => {
    const { remote } = await open();
    call(remote, 'resp_1', ['look_up']);
    await bench.client.event('response.done');
    remote.send({ type: 'rate_limits.updated', rate_limits: [] });
    await bench.client.event('rate_limits.updated');
    expect(remote.events('conversation.item.create')).toEqual([]);
  });

  it('that the model repeats without end is left to a person after twenty answers', async () => {
    const { remote } = await open();
    await bench.client.api.call('preferences.write', answers(true));
    for (let round = 1; round <= 21; round += 1) {
      call(remote, `resp_${round}`, ['look_up']);
    }
    await bench.client.event('response.done', 21);
    await bench.client.event('bench.error');
    expect(bench.client.events('bench.tool')).toHaveLength(20);
  });
});

describe('a safe close', () => {
  it('waits for an open response as long as it was given, and says so in the record', async () => {
    const { remote } = await open();
    beginReply(remote, 'resp_1', 200);
    await bench.client.event('response.created');
    const stopping = bench.client.api.call('session.stop', { graceMs: 20_000 });
    await bench.client.event('bench.closing');
    expect(bench.client.view.closing).toMatchObject({ by: 'person', graceMs: 20_000, hurried: false });
    expect(bench.client.view.phase).toBe('closing');
    endReply(remote, 'resp_1');
    expect(await stopping).toMatchObject({ ok: true, unfinished: [] });
  });

  it('waits for a response that was asked for and has not begun', async () => {
    const { remote } = await open();
    await bench.client.api.call('session.send', { event: { type: 'response.create' } });
    const stopping = bench.client.api.call('session.stop', { graceMs: 20_000 });
    await remote.event('response.create');
    expect(remote.closed).toBeNull();
    beginReply(remote, 'resp_1', 100);
    endReply(remote, 'resp_1');
    expect(await stopping).toMatchObject({ ok: true, unfinished: [] });
    expect(bench.client.events('response.done')).toHaveLength(1);
  });

  it('that is hurried closes at once and names what it hides', async () => {
    const { remote } = await open();
    beginReply(remote, 'resp_1', 400);
    await bench.client.event('response.output_audio.delta', 2);
    const stopping = bench.client.api.call('session.stop', { graceMs: 60_000 });
    await bench.client.event('bench.closing');
    await bench.client.api.call('session.stop', { graceMs: 0 });
    const stopped = await stopping;
    expect(stopped).toMatchObject({ ok: true });
    expect(stopped.ok ? stopped.unfinished[0] : '').toContain('resp_1');
    await bench.client.event('bench.closed');
    const lost = toArray(bench.client.view.alarms).find(({ kind }) => kind === 'usage-lost');
    expect(lost?.text).toContain('R1 was still running and 0.4 s of it had come.');
    expect(bench.client.view.closing?.hurried).toBe(true);
  });
});

describe('a session that goes on with a lost one', () => {
  it('is linked to it and begins with its conversation', async () => {
    const { remote, sessionId } = await open();
    const content = [{ type: 'input_text', text: 'Hello?' }];
    remote.send({ type: 'conversation.item.added', item: { id: 'u1', type: 'message', role: 'user', content } });
    beginReply(remote, 'resp_1', 200);
    endReply(remote, 'resp_1');
    await bench.client.event('response.done');
    remote.drop();
    await bench.client.event('bench.closed');
    await until(async () => {
      const answer = await bench.client.api.call('session.attach', { sessionId: null });
      return answer.ok && answer.view === null;
    }, 'the lost session to be over');

    const again = await bench.client.api.call('session.start', {
      endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' },
      options: { 'vad.silence': 300 },
      input: { kind: 'microphone' },
      continues: { sessionId, replay: true },
    });
    expect(again.ok).toBe(true);
    const next = await deployment.session(1);
    await until(() => next.events('conversation.item.create').length === 2, 'the conversation to be put back');
    expect(next.received.map((text) => (JSON.parse(text) as { type: string }).type).slice(0, 3)).toEqual([
      'session.update',
      'conversation.item.create',
      'conversation.item.create',
    ]);
    expect(next.events('conversation.item.create').map(({ item }) => item)).toMatchObject([
      { id: 'replayed_1', role: 'user', content: [{ type: 'input_text', text: 'Hello?' }] },
      { id: 'replayed_2', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
    ]);
    expect(bench.client.header?.continues).toBe(sessionId);
    const continued = await bench.client.event('bench.continued');
    expect(continued).toMatchObject({ sessionId, items: 2 });
    expect(JSON.stringify(continued['losses'])).toContain('The voice of 1 answer');
  });

  it('is refused when there is no such session', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const answer = await bench.client.api.call('session.start', {
      endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' },
      options: {},
      input: { kind: 'microphone' },
      continues: { sessionId: 'never-was', replay: true },
    });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    expect(deployment.sessions).toEqual([]);
  });
});

describe('word from the window that the network changed', () => {
  it('is recorded, and a connection that still lives goes on', async () => {
    const { remote } = await open();
    await bench.client.api.call('session.network', { online: false });
    await bench.client.api.call('session.network', { online: true });
    await bench.client.event('bench.network', 2);
    remote.send({ type: 'rate_limits.updated', rate_limits: [] });
    await bench.client.event('rate_limits.updated');
    expect(bench.client.view.phase).toBe('open');
  });
});
