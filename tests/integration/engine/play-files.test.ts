import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../shared/audio/frames.ts';
import type { SoundChoice } from '../../../shared/contract/sessions.ts';
import { wavOf } from '../support/audio.ts';
import { startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { type Deployment, type DeploymentSession, startDeployment } from '../support/deployment.ts';
import { portPair } from '../support/ports.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let deployment: Deployment;
afterEach(async () => {
  await bench.engine.shutdown(0);
  await deployment.close();
});

const samplesOf = (level: number, ms: number): Buffer => Buffer.from(new Int16Array(24 * ms).fill(level).buffer);

/** A file of one level, longer than any test, so that only a person ends it. */
async function file(name: string, level: number): Promise<SoundChoice> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, wavOf(samplesOf(level, 60_000)));
  return { path };
}

/** How many frames of a level a deployment got. */
const got = (remote: DeploymentSession, level: number): number =>
  remote
    .events('input_audio_buffer.append')
    .filter(({ audio }) => Buffer.from(audio as string, 'base64').readInt16LE() === level).length;
const gets = (remote: DeploymentSession, level: number): Promise<void> =>
  until(() => got(remote, level) > 0, `frames of level ${level}`);

async function openSession(): Promise<DeploymentSession> {
  deployment = await startDeployment();
  bench = await startBench();
  await startSession(bench, deployment.url);
  return deployment.session();
}
const play = (...files: SoundChoice[]) => bench.client.api.call('input.play', { files, trailingSilenceMs: 0 });
const stop = (which: 'current' | 'all') => bench.client.api.call('input.stopFile', { which });
const told = (): string[] =>
  bench.client.entries.flatMap(({ event }) => {
    const { type, label, stopped } = event as { type: string; label?: string; stopped?: boolean };
    const what = /^bench\.input\.(opened|ended)$/.exec(type)?.[1];
    return what === undefined ? [] : [`${what} ${label}${stopped === true ? ', stopped' : ''}`];
  });

describe('files in a running session', () => {
  it('speak in turn with the microphone: what it hears meanwhile is not sent, and is not missed', async () => {
    const remote = await openSession();
    const [page, engine] = portPair();
    bench.engine.attachPort('capture', engine, 7);
    const hear = (number: number, level: number): void =>
      page.post(
        encodeFrame({
          number,
          clipped: 0,
          firstAtMs: 0,
          streamId: 1,
          muted: false,
          pcm24k: new Int16Array(480).fill(level),
        }),
      );
    hear(1, 11);
    await gets(remote, 11);
    expect(await play(await file('a.wav', 5000))).toEqual({ ok: true, queued: ['a.wav'] });
    await gets(remote, 5000);
    hear(2, 22);
    // Ports deliver in the order of posting, an immediate later.
    await new Promise(setImmediate);
    // The deployment may have a frame before the window has heard of the file.
    await bench.client.event('bench.input.opened');
    expect(bench.client.view.input).toMatchObject({ file: { label: 'a.wav', durationMs: 60_000 } });
    await stop('current');
    await bench.client.event('bench.input.ended');
    hear(3, 33);
    await gets(remote, 33);
    expect(got(remote, 22)).toBe(0);
    expect(bench.client.view.input).toMatchObject({ file: null, missingFrames: 0 });
  });

  it('wait for each other; the one that speaks can be ended, and so can all of them', async () => {
    const remote = await openSession();
    await play(await file('a.wav', 1000));
    await gets(remote, 1000);
    await play(await file('b.wav', 2000), await file('c.wav', 3000));
    await bench.client.event('bench.input.queued');
    expect(bench.client.view.input.waiting).toEqual(['b.wav', 'c.wav']);
    await stop('current');
    // Once more ends the pause for the answer.
    await stop('current');
    await gets(remote, 2000);
    expect(await stop('all')).toMatchObject({ ok: true });
    await bench.client.event('bench.input.ended', 2);
    await until(() => bench.client.view.input.waiting?.length === 0, 'nobody to wait');
    expect(told()).toEqual(['opened a.wav', 'ended a.wav, stopped', 'opened b.wav', 'ended b.wav, stopped']);
    expect(got(remote, 3000)).toBe(0);
  });

  it('are refused in words without a session, and whole where one of them is none or has no such channel', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const good = await file('a.wav', 1000);
    expect(await play(good)).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    expect(await stop('all')).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    await startSession(bench, deployment.url);
    expect(await play(good, { path: `${good.path}.gone` })).toMatchObject({
      ok: false,
      error: { reason: 'invalid-audio-file' },
    });
    expect(await play(good, { ...good, channel: 2 })).toMatchObject({
      ok: false,
      error: { reason: 'invalid-argument' },
    });
    expect(told()).toEqual([]);
    const sample = await bench.client.api.call('input.sample', { id: 'thank-you' });
    expect(await play({ wavId: sample.ok ? sample.wav.wavId : '' })).toMatchObject({
      ok: true,
      queued: ['thank-you.wav'],
    });
  });
});
