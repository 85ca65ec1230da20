import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import { assetsFolder, startBench, type TestBench } from '../support/bench.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let simulator: Simulator;

afterEach(async () => {
  await bench.engine.shutdown(0);
  await simulator.close();
});

const question = join(assetsFolder, 'speech/questions/thank-you.wav');
const logOf = (sessionId: string): string => join(bench.dataFolder, 'sessions', sessionId, 'events.jsonl');

async function start(options: JsonObject): Promise<string> {
  simulator = await startSimulator({ assetsFolder });
  bench = await startBench({ simulatorUrl: () => Promise.resolve(ok({ url: simulator.url })) });
  const answer = await bench.client.api.call('session.start', {
    endpoint: { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini', dialect: 'preview' },
    options,
    input: { kind: 'wav', path: question, trailingSilenceMs: 1500 },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.sessionId;
}

const typesOf = (frames: readonly { from: string; text: string }[], from: string): Set<string> =>
  new Set(frames.filter((frame) => frame.from === from).map(({ text }) => (JSON.parse(text) as { type: string }).type));

describe('a deployment that speaks the preview protocol', () => {
  it('is seen as any other while its frames are kept as they were, and a replay sees the same', async () => {
    const sessionId = await start({ 'transcription.model': 'whisper-1', voice: 'ash', 'vad.silence': 400 });
    await until(() => bench.client.view.responses.length === 1, 'a response');
    await until(() => toArray(bench.client.view.responses)[0]?.status === 'completed', 'its end');
    const update = await bench.client.api.call('session.options', { options: { speed: 9 } });
    expect(update.ok).toBe(false);
    const sent = await bench.client.api.call('session.send', {
      event: { type: 'session.update', session: { type: 'realtime', truncation: 'disabled' } },
    });
    expect(sent.ok).toBe(true);
    await until(
      () => last(bench.client.view.options.updates)?.state === 'refused',
      'the refusal of what the preview lacks',
    );
    await bench.client.api.call('session.stop', { graceMs: 5000 });
    await until(() => bench.client.view.phase === 'closed', 'the end');

    const { view } = bench.client;
    expect(view.header?.endpoint).toMatchObject({ dialect: 'preview', deployment: 'gpt-realtime-mini' });
    expect(last(view.options.updates)?.refusal?.message).toContain('session.truncation');
    const effective = view.effective ?? {};
    expect(atPath(effective, 'audio.output.voice')).toBe('ash');
    expect(atPath(effective, 'audio.input.turn_detection.silence_duration_ms')).toBe(400);
    expect(atPath(effective, 'audio.input.format')).toEqual({ type: 'audio/pcm', rate: 24000 });
    expect(effective['output_modalities']).toEqual(['audio']);
    expect(view.counts).toMatchObject({ unknownEvents: 0, malformed: 0 });
    const [response] = toArray(view.responses);
    expect(response?.firstAudioMs).toBeTypeOf('number');
    expect(view.output.receivedMs).toBeGreaterThan(500);
    const items = toArray(view.items);
    expect(items.map((item) => [item.role, item.medium])).toEqual([
      ['user', 'audio'],
      ['assistant', 'audio'],
    ]);
    expect(items.every((item) => item.text !== '')).toBe(true);
    expect(items[0]?.transcription?.status).toBe('completed');
    expect(view.playback.length).toBe(1);

    const frames = await rebuildFrames(join(bench.dataFolder, 'sessions', sessionId));
    const fromService = typesOf(frames, 'server');
    expect(fromService).toContain('response.audio.delta');
    expect(fromService).toContain('conversation.item.created');
    expect(
      [...fromService].filter((type) => type.includes('output_audio') || type === 'conversation.item.added'),
    ).toEqual([]);
    const updates = frames.filter(({ from, text }) => from === 'client' && text.includes('"session.update"'));
    expect(JSON.parse(updates[0]?.text ?? '')).toMatchObject({
      session: {
        voice: 'ash',
        input_audio_transcription: { model: 'whisper-1' },
        turn_detection: { silence_duration_ms: 400 },
      },
    });

    const replayed = await foldLog(logOf(sessionId), await readHeader(logOf(sessionId)));
    expect(replayed).toEqual(view);
  });
});
