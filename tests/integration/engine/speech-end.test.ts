import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { encodeFrame } from '../../../shared/audio/frames.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { asNumber, isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import { last } from '../../../shared/kit/chunk-list.ts';
import { lengthMs, mixed, room, syllables } from '../../unit/audio/made-voice.ts';
import { wavOf } from '../support/audio.ts';
import { assetsFolder, startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { sessionObject, startDeployment, type Deployment } from '../support/deployment.ts';
import { portPair } from '../support/ports.ts';
import { until } from '../support/until.ts';

/*
 * How far an end of speech may lie from the true one, which is known since the voice is made. Both are positions in the
 * audio, and times are those of the log, so nothing here depends on how fast anything ran.
 */
const mostOffMs = 20;
/** Within a frame of 20 ms, and within the tolerance of the input's clock of 15 ms. */
const clockMs = 35;

let bench: TestBench;
let service: Simulator | Deployment;

afterEach(async () => {
  await bench.engine.shutdown(0);
  await service.close();
});

const voice = syllables(4);
const beginsMs = 700;
const endsMs = beginsMs + lengthMs(voice);
const spoken = (wholeMs: number): Int16Array => mixed(wholeMs, [0, room(wholeMs, -60)], [beginsMs, voice]);

/** Speaks the voice from a WAV file to the simulator; the room goes on for a second after it. */
async function speak(options: JsonObject, trailingSilenceMs: number): Promise<string> {
  const simulator = await startSimulator({ assetsFolder, seed: 1 });
  service = simulator;
  bench = await startBench({ simulatorUrl: () => Promise.resolve(ok({ url: simulator.url })) });
  const path = join(await temporaryFolder(), 'made.wav');
  await writeFile(path, wavOf(Buffer.from(spoken(endsMs + 1000).buffer)));
  const answer = await bench.client.api.call('session.start', {
    endpoint: { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini' },
    options,
    input: { kind: 'wav', path, trailingSilenceMs },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.sessionId;
}

/** Time in the log at which the audio at a position of the buffer was sent. */
function sentAtMs(positionMs: number): number {
  let endMs = 0;
  for (const { event, t } of bench.client.entries) {
    if (!isJsonObject(event) || event['type'] !== 'input_audio_buffer.append') continue;
    endMs += 20;
    if (endMs >= positionMs) return t;
  }
  throw new Error(`Nothing was sent at ${positionMs} ms.`);
}

async function stop(sessionId: string): Promise<void> {
  await bench.client.api.call('session.stop', { graceMs: 0 });
  await until(() => bench.client.view.phase === 'closed', 'the end');
  const log = join(bench.dataFolder, 'sessions', sessionId, 'events.jsonl');
  expect(await foldLog(log, await readHeader(log))).toEqual(bench.client.view);
}

async function expectEnd(): Promise<void> {
  const told = await bench.client.event('bench.speech-end');
  const bufferMs = asNumber(told['bufferMs']) ?? NaN;
  expect(Math.abs(bufferMs - endsMs)).toBeLessThanOrEqual(mostOffMs);
  const turn = last(bench.client.view.turns);
  expect(turn).toMatchObject({ endFrom: 'audio', itemId: told['itemId'] });
  expect(Math.abs((turn?.endMs ?? NaN) - sentAtMs(bufferMs))).toBeLessThanOrEqual(clockMs);
}

describe('the end of a turn spoken from a file', () => {
  it('is the true one under semantic VAD, without the time that the service waited', async () => {
    const id = await speak({ 'vad.type': 'semantic_vad', 'vad.eagerness': 'high' }, 1000);
    await expectEnd();
    const stopped = await bench.client.event('input_audio_buffer.speech_stopped');
    expect(asNumber(stopped['audio_end_ms'])).toBeGreaterThan(endsMs + 400);
    await stop(id);
  });

  it('is the true one where a turn is committed by hand, however long after', async () => {
    const id = await speak({ 'vad.type': null }, 500);
    await bench.client.event('bench.input.ended');
    await bench.client.api.call('session.send', { event: { type: 'input_audio_buffer.commit' } });
    await expectEnd();
    expect(last(bench.client.view.turns)?.source).toBe('commit');
    await stop(id);
  });

  it('is the true one in G.711 too', async () => {
    const id = await speak({ 'vad.type': null, 'input.format': 'audio/pcmu' }, 500);
    await bench.client.event('bench.input.ended');
    await bench.client.api.call('session.send', { event: { type: 'input_audio_buffer.commit' } });
    const told = await bench.client.event('bench.speech-end');
    expect(Math.abs((asNumber(told['bufferMs']) ?? NaN) - endsMs)).toBeLessThanOrEqual(mostOffMs);
    await stop(id);
  });

  it('is left to server VAD, whose word less its silence lies where the audio would put it', async () => {
    const id = await speak({ 'vad.type': 'server_vad', 'vad.silence': 400 }, 500);
    const stopped = await bench.client.event('input_audio_buffer.speech_stopped');
    await bench.client.event('input_audio_buffer.committed');
    const saidMs = (asNumber(stopped['audio_end_ms']) ?? NaN) - 400;
    expect(Math.abs(saidMs - endsMs)).toBeLessThanOrEqual(60);
    const turn = last(bench.client.view.turns);
    expect(turn?.endFrom).toBe('vad');
    // Its silence is counted back from the frame that follows the last word.
    expect(Math.abs((turn?.endMs ?? NaN) - (sentAtMs(saidMs + 1) - 20))).toBeLessThanOrEqual(clockMs);
    await stop(id);
    expect(bench.client.events('bench.speech-end')).toEqual([]);
  });
});

describe('the end of a turn from the microphone', () => {
  it('lies before the commit, whatever was said until the service answered it', async () => {
    const audio = { input: { format: { type: 'audio/pcm', rate: 24_000 }, turn_detection: null } };
    const deployment = await startDeployment({
      onSession: (session) => session.send({ type: 'session.created', session: sessionObject({ audio }) }),
    });
    service = deployment;
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    await bench.client.event('session.created');
    const [page, engine] = portPair();
    bench.engine.attachPort('capture', engine, 7);
    const pcm = spoken(2000);
    let number = 0;
    const say = async (): Promise<void> => {
      for (let at = 0; at < pcm.length; at += 480) {
        number += 1;
        const frame = { number, clipped: 0, firstAtMs: 0, streamId: 1, muted: false };
        page.post(encodeFrame({ ...frame, pcm24k: pcm.subarray(at, at + 480) }));
      }
      await until(() => remote.events('input_audio_buffer.append').length === number, 'what was said');
    };
    const commit = () => bench.client.api.call('session.send', { event: { type: 'input_audio_buffer.commit' } });
    const committed = (item_id: string) => remote.send({ type: 'input_audio_buffer.committed', item_id });

    await say();
    await commit();
    await say();
    committed('item_1');
    await bench.client.event('bench.speech-end');
    await commit();
    committed('item_2');
    await bench.client.event('bench.speech-end', 2);
    // Nothing has been said since: a third commit has no end of its own.
    await commit();
    committed('item_3');
    await until(() => bench.client.view.turns.length === 3, 'the third turn');

    const ends = bench.client.events('bench.speech-end');
    expect(ends.map(({ itemId }) => itemId)).toEqual(['item_1', 'item_2']);
    expect(Math.abs((asNumber(ends[0]?.['bufferMs']) ?? NaN) - endsMs)).toBeLessThanOrEqual(mostOffMs);
    expect(Math.abs((asNumber(ends[1]?.['bufferMs']) ?? NaN) - 2000 - endsMs)).toBeLessThanOrEqual(mostOffMs);
    expect(last(bench.client.view.turns)?.endFrom).toBe('commit');
  });
});
