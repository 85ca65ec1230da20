import { afterEach, beforeEach, expect, it } from 'vitest';
import { replayedId } from '../../../shared/session/reconnect.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { type Deployment, type DeploymentSession, startDeployment } from '../support/deployment.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let deployment: Deployment;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(async () => {
  await bench.engine.shutdown(0);
  await deployment.close();
});

async function open(query: string, more: object): Promise<DeploymentSession> {
  deployment = await startDeployment({ onSession: () => undefined });
  const answer = await bench.client.api.call('session.start', {
    endpoint: { kind: 'custom', url: deployment.url.replace(/\?.*/, query), auth: 'bearer', ...more },
    options: { 'transcription.model': 'whisper-eu', voice: 'ash' },
    input: { kind: 'microphone' },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return deployment.session();
}

it.each([
  ['?intent=transcription', {}],
  ['', { intent: 'transcription' }],
])('a transcription session at %j with %j begins with its update in GA', async (query, more) => {
  const session = await open(query, more);
  expect(session.request.url).toContain('?intent=transcription');
  expect((await session.event('session.update'))['session']).toEqual({
    type: 'transcription',
    audio: { input: { transcription: { model: 'whisper-eu' } } },
  });
});

it('in the preview it begins with an update of a name of its own', async () => {
  const session = await open('?intent=transcription', { dialect: 'preview' });
  expect((await session.event('transcription_session.update'))['session']).toEqual({
    input_audio_transcription: { model: 'whisper-eu' },
  });
  expect(session.events('session.update')).toEqual([]);
});

it('a session that goes on with one whose service showed its dialect is spoken to in that from the beginning', async () => {
  const flat = { type: 'session.created', session: { modalities: ['text'], input_audio_format: 'pcm16' } };
  const said = { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] };
  const onSession = (session: DeploymentSession): void => {
    if (deployment.sessions.length > 1) return;
    session.send(flat);
    session.send({ type: 'conversation.item.created', item: { id: 'i1', status: 'completed', ...said } });
  };
  deployment = await startDeployment({ onSession });
  const start = {
    endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' },
    options: { voice: 'ash' },
    input: { kind: 'microphone' },
  } as const;
  const first = await bench.client.api.call('session.start', start);
  if (!first.ok) throw new Error(first.error.message);
  await until(() => bench.client.view.items.length === 1, 'the item');
  await bench.client.api.call('session.stop', { graceMs: 0 });
  const continues = { sessionId: first.sessionId, replay: true };
  const second = await bench.client.api.call('session.start', { ...start, continues });
  expect(second.ok).toBe(true);
  const session = await deployment.session(1);
  expect(await session.event('session.update')).toMatchObject({ session: { voice: 'ash' } });
  expect((await session.event('conversation.item.create'))['item']).toMatchObject({ id: replayedId(0), ...said });
});
