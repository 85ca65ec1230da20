import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import { assetsFolder, startBench, startSession, type TestBench } from '../support/bench.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { until } from '../support/until.ts';

const question = join(assetsFolder, 'speech/questions/thank-you.wav');

let simulator: Simulator;
let bench: TestBench;
beforeEach(async () => {
  simulator = await startSimulator({ assetsFolder, seed: 1 });
  bench = await startBench();
});
afterEach(async () => {
  await bench.engine.shutdown(0);
  await simulator.close();
});

const url = (): string => `${simulator.url}?model=gpt-realtime-mini&speed=20`;
const folderOf = (sessionId: string): string => join(bench.dataFolder, 'sessions', sessionId);

async function wavOf(folder: string, name: string): Promise<{ rateHz: number; format: string; durationMs: number }> {
  const parsed = parseWav(await readFile(join(folder, name)), name);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.wav;
}

describe('a session in G.711', () => {
  it('is sent, understood, answered, played and recorded at 8 kHz, and a switch to PCM begins other files', async () => {
    const options = { 'input.format': 'audio/pcmu', 'output.format': 'audio/pcma', 'transcription.model': 'whisper-1' };
    const sessionId = await startSession(bench, url(), { options, wav: question, trailingSilenceMs: 4000 });
    const { client } = bench;
    await until(() => last(client.view.responses)?.status === 'completed', 'the answer');
    await until(() => toArray(client.view.items)[0]?.transcription?.status === 'completed', 'the transcript');
    // The simulator knows the question by ear: it was heard, whatever the format.
    expect(toArray(client.view.items)[0]?.text).toMatch(/thank/i);
    const spoken = toArray(client.view.items)[1]?.audioMs ?? 0;
    const before = client.view.input.sentMs;
    const changed = await client.api.call('session.options', {
      options: { 'input.format': 'audio/pcm', 'output.format': 'audio/pcm' },
    });
    expect(changed.ok).toBe(true);
    await until(() => client.view.input.sentMs > before + 200, 'audio in the new format');
    await until(() => last(client.view.playback)?.why === 'drained', 'the end of playback');
    expect(last(client.view.playback)?.playedMs).toBeCloseTo(spoken, 0);

    await client.api.call('session.send', { event: { type: 'response.create' } });
    await until(() => client.view.responses.length === 2 && last(client.view.responses)?.status === 'completed', 'R2');
    await client.api.call('session.stop', { graceMs: 2000 });
    await until(() => client.view.phase === 'closed', 'the end');

    const folder = folderOf(sessionId);
    expect((await readdir(folder)).filter((name) => name.endsWith('.wav')).sort()).toEqual([
      'input-pcmu.wav',
      'input.wav',
      'output-pcma.wav',
      'output.wav',
    ]);
    const [sent, sentPcm, heard] = await Promise.all(
      ['input-pcmu.wav', 'input.wav', 'output-pcma.wav'].map((name) => wavOf(folder, name)),
    );
    expect(sent).toMatchObject({ rateHz: 8000, format: 'mu-law' });
    expect(heard).toMatchObject({ rateHz: 8000, format: 'A-law' });
    expect(heard?.durationMs).toBeCloseTo(spoken, 0);
    expect((sent?.durationMs ?? 0) + (sentPcm?.durationMs ?? 0)).toBeCloseTo(client.view.input.sentMs, -1);
    const frames = await rebuildFrames(folder);
    const appended = frames.filter(({ text }) => text.includes('input_audio_buffer.append'));
    const bytes = appended.map(
      ({ text }) => Buffer.from((JSON.parse(text) as { audio: string }).audio, 'base64').length,
    );
    // The first frame is short by what the filter to 8 kHz holds; then 20 ms are 160 bytes, and 960 after the switch.
    expect(new Set(bytes.slice(1))).toEqual(new Set([160, 960]));
    expect(bytes.indexOf(960)).toBeGreaterThan(bytes.lastIndexOf(160));
  });

  it('holds the voice while the service decides, and goes on in the old format when it refuses', async () => {
    const options = { json: { audio: { input: { format: { type: 'audio/pcmu' } } }, colour: 'blue' } };
    const sessionId = await startSession(bench, url(), { options, wav: question });
    const { client } = bench;
    await until(() => client.view.input.sentMs > 300, 'audio');
    await client.api.call('session.stop', { graceMs: 0 });
    await until(() => client.view.phase === 'closed', 'the end');
    expect(last(client.view.options.updates)).toMatchObject({
      state: 'refused',
      refusal: { code: 'unknown_parameter' },
    });
    expect((await readdir(folderOf(sessionId))).filter((name) => name.startsWith('input'))).toEqual(['input.wav']);
    const types = client.entries.map(({ event }) => (event as { type?: string }).type);
    expect(types.indexOf('input_audio_buffer.append')).toBeGreaterThan(types.indexOf('error'));
  });
});
