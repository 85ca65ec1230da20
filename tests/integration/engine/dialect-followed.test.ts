import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { asObject, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import type { Dialect } from '../../../shared/protocol/dialects.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { type Deployment, type DeploymentSession, sessionObject, startDeployment } from '../support/deployment.ts';
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

/** A session as the preview describes it. */
const flatSession: JsonObject = {
  id: 'sess_1',
  object: 'realtime.session',
  model: 'gpt-realtime-mini-2025-12-15',
  modalities: ['text', 'audio'],
  voice: 'alloy',
  input_audio_format: 'pcm16',
  output_audio_format: 'pcm16',
  turn_detection: { type: 'server_vad' },
};

/** Opens a session that asks for a voice, against a service that begins with these events. */
async function open(dialect: Dialect | null, begins: readonly JsonObject[]): Promise<DeploymentSession> {
  deployment = await startDeployment({ onSession: (session) => begins.forEach((event) => session.send(event)) });
  const answer = await bench.client.api.call('session.start', {
    endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer', ...(dialect === null ? {} : { dialect }) },
    options: { voice: 'ash', 'vad.silence': 700 },
    input: { kind: 'microphone' },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return deployment.session();
}

/** 100 ms of sound as base64. */
const sound = Buffer.alloc(4800, 1).toString('base64');

/** A spoken answer by the names of one dialect. */
function answer(session: DeploymentSession, audio: string, transcript: string): void {
  const at = { response_id: 'r1', item_id: 'i1', output_index: 0, content_index: 0 };
  const item = { id: 'i1', type: 'message', role: 'assistant', content: [{ type: 'audio', transcript: 'Hello.' }] };
  session.send({ type: 'response.created', response: { id: 'r1', status: 'in_progress', output: [] } });
  session.send({
    type: 'response.output_item.added',
    response_id: 'r1',
    output_index: 0,
    item: { ...item, content: [] },
  });
  session.send({ type: `${transcript}.delta`, ...at, delta: 'Hello.' });
  session.send({ type: `${audio}.delta`, ...at, delta: sound });
  session.send({ type: `${audio}.done`, ...at });
  session.send({ type: `${transcript}.done`, ...at, transcript: 'Hello.' });
  session.send({ type: 'response.done', response: { id: 'r1', status: 'completed', output: [item] } });
}

/** What was heard and written of the answer, once it is over. */
async function heard(): Promise<{ receivedMs: number; text: string | undefined; played: number }> {
  await until(() => toArray(bench.client.view.responses)[0]?.status === 'completed', 'the end of the answer');
  await until(() => bench.client.view.playback.length > 0, 'the voice to play');
  const { output, items, playback } = bench.client.view;
  return { receivedMs: output.receivedMs, text: toArray(items)[0]?.text, played: playback.length };
}
const wholeAnswer = { receivedMs: 100, text: 'Hello.', played: 1 };

const asked = (update: JsonObject | undefined): JsonObject => asObject(update?.['session']) ?? {};

const notices = (): string[] => toArray(bench.client.view.alarms).map(({ title }) => title);

async function close(): Promise<void> {
  await bench.client.api.call('session.stop', { graceMs: 0 });
  await until(() => bench.client.view.phase === 'closed', 'the end');
}

/** The record, folded anew, shows what the window showed. */
async function replayIsTheSame(): Promise<void> {
  await close();
  const { view } = bench.client;
  const log = join(bench.dataFolder, 'sessions', view.header?.sessionId ?? '', 'events.jsonl');
  expect(await foldLog(log, await readHeader(log))).toEqual(view);
}

describe('a service that speaks the preview where GA was expected', () => {
  it('is told by its flat session, asked again in its form, and heard', async () => {
    const session = await open(null, [{ type: 'session.created', session: flatSession }]);
    await until(() => session.events('session.update').length === 2, 'the options in its form');
    const [first, second] = session.events('session.update');
    expect(first).toMatchObject({ session: { type: 'realtime', audio: { output: { voice: 'ash' } } } });
    expect(second?.['session']).toEqual({ voice: 'ash', turn_detection: expect.anything() as unknown });
    expect(second).toMatchObject({ session: { turn_detection: { type: 'server_vad', silence_duration_ms: 700 } } });
    const error = { type: 'invalid_request_error', code: 'unknown_parameter', param: 'session.type', message: 'No.' };
    session.send({ type: 'error', error: { ...error, event_id: first?.['event_id'] } });
    session.send({ type: 'session.updated', session: { ...flatSession, ...asked(second) } });
    answer(session, 'response.audio', 'response.audio_transcript');
    expect(await heard()).toEqual(wholeAnswer);
    expect(bench.client.events('bench.dialect')).toEqual([
      { type: 'bench.dialect', asked: 'ga', spoken: 'preview', sign: 'session.created', resent: true },
    ]);
    expect(notices()).toContain('The service speaks preview, not GA');
    expect(notices().filter((title) => title.includes('form of'))).toEqual([]);
    expect(atPath(bench.client.view.effective, 'audio.output.voice')).toBe('ash');
    expect(toArray(bench.client.view.options.updates).map(({ state }) => state)).toEqual(['refused', 'accepted']);
    await replayIsTheSame();
  });

  it('is told by the name of its audio when it describes no session', async () => {
    const session = await open('ga', []);
    await session.event('session.update');
    answer(session, 'response.audio', 'response.audio_transcript');
    expect(await heard()).toEqual(wholeAnswer);
    await until(() => session.events('session.update').length === 2, 'the options in its form');
    expect(session.events('session.update')[1]).toMatchObject({ session: { voice: 'ash' } });
    expect(bench.client.events('bench.dialect')).toMatchObject([
      { asked: 'ga', spoken: 'preview', sign: 'response.audio_transcript.delta', resent: true },
    ]);
    await replayIsTheSame();
  });

  it('is told when it only names its events so, and is not asked again', async () => {
    const session = await open(null, [{ type: 'session.created', session: sessionObject() }]);
    answer(session, 'response.audio', 'response.audio_transcript');
    expect(await heard()).toEqual(wholeAnswer);
    expect(bench.client.events('bench.dialect')).toMatchObject([{ spoken: 'preview', resent: false }]);
    expect(notices()).toContain('Events of preview in a session of GA');
    expect(session.events('session.update').length).toBe(1);
    await replayIsTheSame();
  });
});

describe('a service that speaks GA where the preview was expected', () => {
  it('is told by its nested session, asked again in its form, and heard', async () => {
    const session = await open('preview', [{ type: 'session.created', session: sessionObject() }]);
    await until(() => session.events('session.update').length === 2, 'the options in its form');
    const [first, second] = session.events('session.update');
    expect(first).toMatchObject({ session: { voice: 'ash' } });
    expect(second).toMatchObject({ session: { type: 'realtime', audio: { output: { voice: 'ash' } } } });
    answer(session, 'response.output_audio', 'response.output_audio_transcript');
    expect(await heard()).toEqual(wholeAnswer);
    expect(notices()).toContain('The service speaks GA, not preview');
    await replayIsTheSame();
  });
});

describe('a service that refuses the form of a session and shows none of its own', () => {
  it('has it said which other form to try', async () => {
    const session = await open(null, []);
    const update = await session.event('session.update');
    const error = { type: 'invalid_request_error', code: 'unknown_parameter', param: 'session.type', message: 'No.' };
    session.send({ type: 'error', error: { ...error, event_id: update['event_id'] } });
    await until(() => bench.client.view.alarms.length > 0, 'a notice');
    const [notice] = toArray(bench.client.view.alarms);
    expect(notice?.title).toBe('The service refused options in the form of GA');
    expect(notice?.text).toContain('--dialect preview');
    expect(bench.client.events('bench.dialect')).toEqual([]);
  });
});
