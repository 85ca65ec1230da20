import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHtml } from '../../../electron/engine/handing-on/write-html.ts';
import { writeWav } from '../../../electron/engine/handing-on/write-wav.ts';
import { style, styleHash } from '../../../shared/kit/documents/html-style.ts';
import type { Json } from '../../../shared/kit/json.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { tone, wavOf } from '../support/audio.ts';
import { replyUsage } from '../support/reply.ts';

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-sound-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

const header = {
  voxtally: 1,
  app: '0',
  sessionId: 's-1',
  startedAt: '2026-11-23T14:05:33.000Z',
  endpoint: {
    kind: 'azure',
    label: 'contoso',
    url: 'wss://contoso.openai.azure.com/x',
    deployment: 'voice',
    auth: 'api-key',
  },
  requested: {},
  priceBookId: 'list-2026-10-09',
  input: { kind: 'microphone', name: 'mic' },
};

type Entry = readonly [t: number, from: 'client' | 'server' | 'bench', event: Json];

const sound = (file: string, offset: number, length: number): Json => ({ $audio: { file, offset, length } });
const bytes = (ms: number): number => ms * 48;

async function session(
  name: string,
  entries: readonly Entry[],
  files: Readonly<Record<string, Buffer>>,
): Promise<string> {
  const folder = join(work, name);
  await mkdir(folder, { recursive: true });
  const lines = entries.map(
    ([t, from, event], at) =>
      `{"seq":${at + 1},"at":"2026-11-23T14:05:34.000Z","t":${t},"from":"${from}"${from === 'bench' ? '' : ',"bytes":9'},"event":${JSON.stringify(event)}}\n`,
  );
  await writeFile(join(folder, 'events.jsonl'), `${JSON.stringify(header)}\n${lines.join('')}`);
  for (const [file, pcm] of Object.entries(files)) await writeFile(join(folder, file), pcm);
  return folder;
}

/** 300 ms sent at 1 s; an answer of 400 ms that plays from 2 s and is cut after 150 ms. */
const spoken: readonly Entry[] = [
  [900, 'server', { type: 'session.created', session: { id: 's', model: 'gpt-realtime-mini' } }],
  [1000, 'client', { type: 'input_audio_buffer.append', audio: sound('input.wav', 44, bytes(300)) }],
  [1400, 'server', { type: 'input_audio_buffer.committed', item_id: 'u' }],
  [
    1500,
    'server',
    {
      type: 'conversation.item.added',
      item: {
        id: 'u',
        type: 'message',
        role: 'user',
        content: [{ type: 'input_audio', transcript: 'How <b>are</b> you?' }],
      },
    },
  ],
  [1800, 'bench', { type: 'bench.output.opened', label: 'x', latencyMs: 0 }],
  [1900, 'server', { type: 'response.created', response: { id: 'r', status: 'in_progress' } }],
  [
    1920,
    'server',
    {
      type: 'response.output_item.added',
      response_id: 'r',
      item: { id: 'a', type: 'message', role: 'assistant', content: [] },
    },
  ],
  [
    1950,
    'server',
    { type: 'response.output_audio.delta', response_id: 'r', item_id: 'a', delta: sound('output.wav', 44, bytes(400)) },
  ],
  [
    1960,
    'server',
    { type: 'response.output_audio_transcript.done', response_id: 'r', item_id: 'a', transcript: 'Well & fine.' },
  ],
  [2000, 'bench', { type: 'bench.playback.started', itemId: 'a', responseId: 'r' }],
  [2150, 'bench', { type: 'bench.playback.stopped', itemId: 'a', playedMs: 150, receivedMs: 400, why: 'interrupted' }],
  [2200, 'server', { type: 'response.done', response: { id: 'r', status: 'completed', usage: replyUsage } }],
  [
    2400,
    'bench',
    { type: 'bench.closed', code: 1000, reason: '', explanation: 'Closed.', openResponses: [], openTranscriptions: [] },
  ],
];
const files = { 'input.wav': wavOf(tone(300)), 'output.wav': wavOf(tone(400)) };

async function written(folder: string): Promise<{ left: Int16Array; right: Int16Array; silent: readonly string[] }> {
  const pieces: Uint8Array[] = [];
  const made = await writeWav(folder, async (piece) => void pieces.push(piece));
  if (!made.ok) throw new Error(made.error.message);
  const wav = Buffer.concat(pieces);
  expect([wav.toString('latin1', 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(24)]).toEqual(['RIFF', 2, 24_000]);
  expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  const count = (wav.length - 44) / 4;
  const lane = (at: number): Int16Array =>
    Int16Array.from({ length: count }, (_, i) => wav.readInt16LE(44 + i * 4 + at * 2));
  return { left: lane(0), right: lane(1), silent: made.tally.silent };
}

const samples = (pcm: Buffer): number[] => Array.from({ length: pcm.length / 2 }, (_, at) => pcm.readInt16LE(at * 2));
const firstSound = (lane: Int16Array): number => lane.findIndex((value) => value !== 0);

describe('both voices as one stereo WAV', () => {
  it('has each sample at its time, and nothing of an answer that was cut before it was heard', async () => {
    const folder = await session('spoken', spoken, files);
    const { left, right, silent } = await written(folder);
    expect(silent).toEqual([]);
    expect(left.length).toBe(2150 * 24);
    // The answer is heard from 2 s on, for 150 ms.
    expect(Array.from(right.subarray(2000 * 24))).toEqual(samples(tone(150)));
    expect(firstSound(right)).toBe(2000 * 24 + 1);
    // The voice is there whole, and ends no later than it was sent.
    const from = firstSound(left) - 1;
    expect(Array.from(left.subarray(from, from + 300 * 24))).toEqual(samples(tone(300)));
    expect(left.subarray(from + 300 * 24).every((value) => value === 0)).toBe(true);
    expect(from).toBeGreaterThanOrEqual(700 * 24);
    expect(from).toBeLessThanOrEqual(1000 * 24);
  });

  it('is silent where a file is gone, and says so', async () => {
    const folder = await session('gone', spoken, { 'input.wav': files['input.wav'] });
    const { left, right, silent } = await written(folder);
    expect(silent).toEqual(['output.wav']);
    expect([firstSound(left) > 0, firstSound(right)]).toEqual([true, -1]);
  });

  it('refuses a session without sound, in a sentence', async () => {
    const made = await writeWav(await session('typed', spoken.slice(0, 1), {}), () => Promise.resolve());
    expect(!made.ok && made.error.message).toBe('Nothing was said or heard in this session.');
  });
});

describe('the report of a session', () => {
  const order = (folder: string) => ({
    folders: [folder],
    books: [shipped('2026-10-09')],
    bookId: null,
    models: {},
    leavesOut: false,
  });
  async function page(folder: string, beside: string | null = null): Promise<string> {
    const pieces: Uint8Array[] = [];
    const made = await writeHtml(
      order(folder),
      { beside, at: '2026-11-24T10:00:00.000Z' },
      async (piece) => void pieces.push(piece),
    );
    if (!made.ok) throw new Error(made.error.message);
    return Buffer.concat(pieces).toString('utf8');
  }

  it('holds words, cost, options and its sound, runs nothing and fetches nothing', async () => {
    const folder = await session('report', spoken, files);
    const text = await page(folder);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
    expect(policy).toBe(
      `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'; media-src data:`,
    );
    expect(text).toContain(`<style>${style}</style>`);
    expect(text).not.toMatch(/<script|javascript:|https?:|\son\w+=/i);
    expect(text).toContain('How &lt;b&gt;are&lt;/b&gt; you?');
    expect(text).toContain('Well &amp; fine.');
    expect(text).toContain('By response');
    const inside = /src="data:audio\/wav;base64,([^"]*)"/.exec(text)?.[1] ?? '';
    const wav: Uint8Array[] = [];
    await writeWav(folder, async (piece) => void wav.push(piece));
    expect(Buffer.from(inside, 'base64').equals(Buffer.concat(wav))).toBe(true);
  });

  it('leaves sound of more than ten minutes to the file beside it', async () => {
    const long: readonly Entry[] = [
      ...spoken.slice(0, 2),
      [610_000, 'client', { type: 'input_audio_buffer.append', audio: sound('input.wav', 44, bytes(300)) }],
    ];
    const folder = await session('long', long, files);
    const text = await page(folder, 'my report.wav');
    expect(text).toContain('src="my%20report.wav"');
    expect(text).toContain("media-src 'self' file:");
    expect(text).not.toContain('base64');
    expect(await page(folder)).toContain('Hand it on as WAV beside it.');
    expect(await readFile(join(folder, 'events.jsonl'), 'utf8')).toContain('610000');
  });
});
