import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFiles } from '../../../electron/engine/commands/load-files.ts';
import { serveWavUploads, WavStore } from '../../../electron/engine/ports/wav-uploads.ts';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import type { ReadSound } from '../../../electron/engine/sound/read-sound-file.ts';
import { makeSoundReader, type SoundReader } from '../../../electron/engine/sound/sound-reader.ts';
import { sampleQuestions } from '../../../shared/audio/sample-questions.ts';
import type { PortMessage } from '../../../shared/contract/ports.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-sounds-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const readAs = (name: string, { minutes = 0, samples = 480, channels = 2 } = {}): ReadSound => ({
  info: { name, format: 'PCM 16-bit', rateHz: 24_000, channels, durationMs: minutes * 60_000 },
  facts: { peaksDbfs: Array.from({ length: channels }, () => -6), cancel: false },
  heard: { pcm24k: new Int16Array(samples), clips: new Uint16Array(1), offPpm: 0 },
});

/** A store whose files are what the test says they are, and how often they were read. */
function storeOf(samples: number) {
  const reads: string[] = [];
  const read: SoundReader = (path, choice) => {
    reads.push(`${path.split('/').at(-1)} ${choice?.channel ?? 'mix'}`);
    return Promise.resolve(ok(readAs('a', { samples })));
  };
  const store = new WavStore(folder, read, folder);
  const upload = async (name: string): Promise<string> => {
    const received = await store.receive(name, 0);
    if (!received.ok) throw new Error(received.error.message);
    const done = await received.incoming.finish();
    if (!done.ok) throw new Error(done.error.message);
    return done.wav.wavId;
  };
  return { store, reads, upload };
}

describe('an uploaded file', () => {
  it('is decoded once, as it came, and again only for another channel or gain', async () => {
    const { store, reads, upload } = storeOf(480);
    const id = await upload('one.wav');
    expect((await store.load(id, { channel: 'mix', gainDb: 0 })).ok).toBe(true);
    expect(reads).toEqual(['one.wav mix']);
    await store.load(id, { channel: 2, gainDb: 0 });
    await store.load(id, { channel: 'mix', gainDb: 6 });
    expect(reads).toEqual(['one.wav mix', 'one.wav 2', 'one.wav mix']);
  });

  it('is held decoded only as long as 64 MB last, the earliest forgotten first', async () => {
    const { store, reads, upload } = storeOf(14 * 1024 * 1024);
    const ids = [await upload('one.wav'), await upload('two.wav'), await upload('three.wav')];
    const choice = { channel: 'mix', gainDb: 0 } as const;
    for (const id of ids.toReversed()) await store.load(id, choice);
    expect(reads.slice(3)).toEqual(['one.wav mix']);
  });

  it('is decoded for nobody once its page is gone', async () => {
    const [page, engine] = portPair();
    let signal: AbortSignal | undefined;
    const read: SoundReader = (_, __, gone) => {
      signal = gone;
      return new Promise(() => undefined);
    };
    serveWavUploads(engine, new WavStore(folder, read, folder), () => undefined);
    page.post({ name: 'a.wav', sizeBytes: 1 } satisfies PortMessage);
    page.post(new Uint8Array(1));
    await expect.poll(() => signal?.aborted).toBe(false);
    page.close();
    await expect.poll(() => signal?.aborted).toBe(true);
  });
});

describe('the thread that decodes', () => {
  it('is ended when the engine closes, with a sentence', async () => {
    const script = join(folder, 'endless.mjs');
    await writeFile(script, 'for (;;);');
    const closing = new AbortController();
    const reading = makeSoundReader(script, closing.signal)(join(folder, 'a.wav'));
    closing.abort();
    expect(await reading).toMatchObject({ ok: false, error: { message: expect.stringContaining('a.wav could not') } });
  });
});

it('without its thread a file is refused, never decoded where audio is carried', async () => {
  const read = await makeSoundReader(join(folder, 'not-installed.js'))(join(folder, 'a.wav'));
  expect(read).toMatchObject({ ok: false, error: { reason: 'invalid-audio-file' } });
  expect(read.ok ? '' : read.error.message).toContain('not-installed.js');
});

describe('files chosen together', () => {
  const parts = (read: () => ReadSound, logged: string[] = []): Parameters<typeof loadFiles>[0] => ({
    services: { host: 'test', log: (line: string) => void logged.push(line) } as never,
    wavs: new WavStore(folder, () => Promise.resolve(ok(read())), folder),
    readSound: () => Promise.resolve(ok(read()) as Result<ReadSound>),
  });

  it('are refused as soon as they hold more sound than is taken at a time', async () => {
    let reads = 0;
    const long = parts(() => {
      reads += 1;
      return readAs('long.wav', { minutes: 40 });
    });
    const choices = Array.from({ length: 200 }, () => ({ path: 'long.wav' }));
    expect(await loadFiles(long, choices.slice(0, 2), 0)).toMatchObject({ ok: true });
    reads = 0;
    expect(await loadFiles(long, choices, 0)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/more than 90 minutes .* at a time/) },
    });
    expect(reads).toBe(3);
  });

  it('say of each that it is sent stretched', async () => {
    const logged: string[] = [];
    const { info, ...odd } = readAs('odd.wav');
    const read = { ...odd, info: { ...info, rateHz: 48_001 }, heard: { ...odd.heard, offPpm: 20.8 } };
    await loadFiles(
      parts(() => read, logged),
      [{ path: 'odd.wav' }],
      0,
    );
    expect(logged).toEqual(['odd.wav: At its odd rate of 48,001 Hz it is sent 21 parts in a million too long.']);
  });
});

it('every sample question is a file that comes with the bench, with the words that are told of it', async () => {
  const speech = fileURLToPath(new URL('../../../assets/speech', import.meta.url));
  const { questions } = JSON.parse(await readFile(join(speech, 'replies.json'), 'utf8')) as {
    questions: { id: string; transcript: string; durationMs: number }[];
  };
  const told = questions.map(({ id, transcript }) => `${id}: ${transcript}`).sort();
  expect(sampleQuestions.map(({ id, says }) => `${id}: ${says}`).sort()).toEqual(told);
  const store = new WavStore(folder, makeSoundReader(null), join(speech, 'questions'));
  const sample = await store.sample('thank-you');
  const { durationMs } = questions.find(({ id }) => id === 'thank-you') ?? { durationMs: 0 };
  expect(sample).toMatchObject({ ok: true, wav: { name: 'thank-you.wav', channels: 1, format: 'PCM 16-bit' } });
  const { wavId, durationMs: readMs } = sample.ok ? sample.wav : { wavId: '', durationMs: 0 };
  expect(Math.abs(readMs - durationMs)).toBeLessThan(1);
  expect(await store.load(wavId, { channel: 'mix', gainDb: 3 })).toMatchObject({ ok: true });
  expect(await store.load('sample:../replies/goodbye', { channel: 'mix', gainDb: 0 })).toMatchObject({ ok: false });
});
