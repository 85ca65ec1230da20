import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { codeOfEntry } from '../../../shared/session/entry-kind.ts';
import { startBench, startSession, TestClient, testKey, type TestBench } from '../support/bench.ts';
import { tone, toneFile } from '../support/audio.ts';
import { startDeployment, sessionObject, type Deployment } from '../support/deployment.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { beginReply, endReply, replyUsage } from '../support/reply.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let deployment: Deployment;

afterEach(async () => {
  await bench.engine.shutdown(0);
  await deployment.close();
});

const folderOf = (sessionId: string): string => join(bench.dataFolder, 'sessions', sessionId);

describe('a session', () => {
  it('sends options first, then the file, and every frame can be rebuilt from its folder byte for byte', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url, {
      options: { 'vad.silence': 300, 'transcription.model': 'whisper-1' },
      wav: await toneFile(200, 48_000),
      trailingSilenceMs: 100,
    });
    const remote = await deployment.session();
    await bench.client.event('bench.input.ended');
    beginReply(remote, 'resp_1', 400);
    remote.send('{\n  "type": "odd.event",\r\n  "n": 1.0e2\n}');
    remote.send('not json at all');
    remote.send('"a string"');
    endReply(remote, 'resp_1');
    await bench.client.event('response.done');
    const stopped = await bench.client.api.call('session.stop', { graceMs: 5000 });
    expect(stopped).toEqual({ ok: true, sessionId, unfinished: [], unsaved: null });
    expect(remote.closed?.code).toBe(1000);

    const first = JSON.parse(remote.received[0] ?? '') as { type: string; session: object };
    expect(first.type).toBe('session.update');
    expect(first.session).toMatchObject({ audio: { input: { transcription: { model: 'whisper-1' } } } });
    const ids = remote.received.map((text) => (JSON.parse(text) as { event_id?: string }).event_id);
    expect(new Set(ids).size).toBe(ids.length);

    const frames = await rebuildFrames(folderOf(sessionId));
    expect(frames.filter((frame) => frame.from === 'client').map((frame) => frame.text)).toEqual(remote.received);
    expect(frames.filter((frame) => frame.from === 'server').map((frame) => frame.text)).toEqual(remote.sent);
  });

  it('keeps both voices as WAV files of exactly what was sent and received', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url, { wav: await toneFile(200) });
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 1000);
    endReply(remote, 'resp_1');
    await bench.client.event('bench.input.ended');
    await bench.client.event('response.done');
    await bench.client.api.call('session.stop', { graceMs: 5000 });
    const output = parseWav(await readFile(join(folderOf(sessionId), 'output.wav')), 'output.wav');
    const input = parseWav(await readFile(join(folderOf(sessionId), 'input.wav')), 'input.wav');
    if (!output.ok || !input.ok) throw new Error('the recorder wrote a WAV that cannot be read');
    expect(Buffer.from(output.wav.data).equals(tone(1000))).toBe(true);
    expect(Buffer.from(input.wav.data).equals(tone(200))).toBe(true);
  });

  it('replayed from its folder is the view that was seen live', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url, { wav: await toneFile(100) });
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 300);
    remote.send({ type: 'something.new', a: 1 });
    endReply(remote, 'resp_1');
    await bench.client.event('response.done');
    await bench.client.api.call('session.stop', { graceMs: 5000 });
    await bench.client.event('bench.closed');
    const live = bench.client.view;
    const log = join(folderOf(sessionId), 'events.jsonl');
    const replayed = await foldLog(log, await readHeader(log));
    expect(replayed).toEqual(live);
    const intact = { digest: 'intact', damaged: null, open: null, outOfOrder: null, missing: null };
    const opened = await bench.client.api.call('session.attach', { sessionId });
    expect(opened).toEqual({
      ok: true,
      view: { ...(JSON.parse(JSON.stringify(live)) as object), record: intact },
      folder: folderOf(sessionId),
      about: { name: null, note: null, tags: [] },
    });
    expect(live.usage.fields.find((field) => field.path === 'total_tokens')?.total).toBe(replyUsage['total_tokens']);
    expect(live.counts.unknownEvents).toBe(1);
  });

  it('sends the key in a header and leaves it nowhere else', async () => {
    const echo = `Your key ${testKey} is fine.`;
    deployment = await startDeployment({
      onSession: (session) => session.send({ type: 'session.created', session: sessionObject(), note: echo }),
    });
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url);
    const remote = await deployment.session();
    await bench.client.event('session.created');
    expect(remote.request.headers.authorization).toBe(`Bearer ${testKey}`);
    expect(remote.request.url).not.toContain(testKey);
    await bench.client.api.call('session.stop', { graceMs: 0 });
    for (const name of ['events.jsonl', 'summary.json']) {
      expect(await readFile(join(folderOf(sessionId), name), 'utf8')).not.toContain(testKey);
    }
    expect(JSON.stringify(bench.client.pushes)).not.toContain(testKey);
    expect(bench.logged.join('\n')).not.toContain(testKey);
  });

  it('that loses its socket in the middle of a reply says which usage will never come, and is recorded whole', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 400);
    await bench.client.event('response.output_audio.delta', 2);
    remote.drop();
    const closed = await bench.client.event('bench.closed');
    expect(closed).toMatchObject({ code: 1006, openResponses: ['resp_1'] });
    expect(bench.client.view.phase).toBe('closed');
    expect(bench.client.events('bench.closing')).toEqual([{ type: 'bench.closing', by: 'service' }]);
    await until(
      async () => (await stat(join(folderOf(sessionId), 'lock')).catch(() => null)) === null,
      'the lock to go',
    );
    expect((await repairSession(folderOf(sessionId), '0.0.0-test')).kind).toBe('sound');
    expect(await bench.client.api.call('session.stop', { graceMs: 0 })).toMatchObject({ ok: false });
  });

  it('explains why the service closed it', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    (await deployment.session()).close(4004, 'invalid_request_error.model_not_found');
    expect(await bench.client.event('bench.closed')).toMatchObject({
      code: 4004,
      explanation: 'The service knows no model or deployment of that name.',
    });
  });

  it('waits at its end for usage that is still to come, and names what did not', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 100);
    await bench.client.event('response.created');
    const stopping = bench.client.api.call('session.stop', { graceMs: 10_000 });
    await bench.client.event('bench.closing');
    endReply(remote, 'resp_1');
    expect(await stopping).toMatchObject({ ok: true, unfinished: [] });

    await startSession(bench, deployment.url);
    beginReply(await deployment.session(1), 'resp_2', 100);
    await until(() => bench.client.events('response.created').length > 0, 'the second response');
    const answer = await bench.client.api.call('session.stop', { graceMs: 50 });
    expect(answer.ok && answer.unfinished).toEqual([expect.stringContaining('Response resp_2')]);
  });

  it('is one at a time', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    await expect(startSession(bench, deployment.url)).rejects.toThrow('already running');
  });

  it('takes events of a person, and refuses one without a type or without a session', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const send = (event: Record<string, string>) => bench.client.api.call('session.send', { event });
    expect(await send({ type: 'response.create' })).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    expect(await send({})).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
    const sent = await send({ type: 'response.create' });
    expect((await remote.event('response.create'))['event_id']).toBe(sent.ok && sent.eventId);
  });

  it('keeps a binary frame, which the protocol does not know', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    (await deployment.session()).sendBinary(Buffer.from([1, 2, 3]));
    await until(() => bench.client.entries.some((entry) => entry.event === 'AQID'), 'the binary frame');
    expect(bench.client.view.counts.malformed).toBe(1);
  });
});

describe('windows', () => {
  it('that attach in the middle get a snapshot and then every entry after it, once', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url);
    const remote = await deployment.session();
    for (let n = 0; n < 200; n += 1) remote.send({ type: 'noise', n });
    await until(() => bench.client.events('noise').length > 50, 'some noise');
    const second = new TestClient(bench.engine);
    const attached = await second.api.call('session.attach', { sessionId: null });
    if (!attached.ok || attached.view === null) throw new Error('no snapshot');
    const snapshot = attached.view;
    for (let n = 200; n < 400; n += 1) remote.send({ type: 'noise', n });
    await bench.client.event('noise', 400);
    await until(() => second.entries.at(-1)?.seq === bench.client.entries.at(-1)?.seq, 'the second window to catch up');
    const first = second.entries[0]?.seq ?? snapshot.seq + 1;
    expect(first).toBe(snapshot.seq + 1);
    second.entries.forEach((entry, index) => expect(entry.seq).toBe(first + index));
    const read = await second.api.call('entries.read', { sessionId, fromSeq: 1, toSeq: snapshot.seq });
    expect(read.ok && read.entries.map((entry) => entry.seq)).toEqual(
      Array.from({ length: snapshot.seq }, (_, index) => index + 1),
    );
    const told = await second.api.call('entries.kinds', { sessionId, fromSeq: 1, toSeq: snapshot.seq });
    expect(told).toEqual({ ok: true, kinds: read.ok ? read.entries.map(codeOfEntry).join('') : '' });
    const backwards = await second.api.call('entries.kinds', { sessionId, fromSeq: 3, toSeq: 2 });
    expect(backwards).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
    second.api.detach();
  });

  it('looking at a saved session get no entries of the running one', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const saved = await startSession(bench, deployment.url);
    await bench.client.api.call('session.stop', { graceMs: 0 });
    const reader = new TestClient(bench.engine);
    expect((await reader.api.call('session.attach', { sessionId: saved })).ok).toBe(true);
    await startSession(bench, deployment.url);
    (await deployment.session(1)).send({ type: 'noise' });
    await bench.client.event('noise');
    expect(reader.pushes.filter((push) => push.type === 'entries')).toEqual([]);
  });
});

describe('quitting', () => {
  it('in the middle of a recording closes the session and loses nothing', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const sessionId = await startSession(bench, deployment.url, { wav: await toneFile(5000) });
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 200);
    await bench.client.event('response.output_audio.delta');
    await bench.engine.shutdown(100);
    expect(remote.closed?.code).toBe(1000);
    const frames = await rebuildFrames(folderOf(sessionId));
    expect(frames.filter((frame) => frame.from === 'server').map((frame) => frame.text)).toEqual(remote.sent);
    expect(frames.filter((frame) => frame.from === 'client').map((frame) => frame.text)).toEqual(remote.received);
    expect((await repairSession(folderOf(sessionId), '0.0.0-test')).kind).toBe('sound');
  });
});
