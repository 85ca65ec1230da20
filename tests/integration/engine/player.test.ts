import { appendFile, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../shared/audio/frames.ts';
import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import type { PlayNews } from '../../../shared/contract/player.ts';
import { takeLock } from '../../../electron/engine/data/lock.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { costBetween } from '../../../shared/session/costs/at-moment.ts';
import { startBench, temporaryFolder, type TestBench } from '../support/bench.ts';
import { inputSample, makeRecord, type MadeRecord, outputSample } from '../support/made-record.ts';
import { until } from '../support/until.ts';

const sessionId = '2026-11-23T15-20-00Z-contoso-voice-000001';
let bench: TestBench;
let record: MadeRecord;

beforeAll(async () => {
  const dataFolder = await temporaryFolder();
  const plan = { lengthMs: 20_000, everyMs: 6000, answerMs: 4000, deltaMs: 50, interrupted: 1 };
  record = await makeRecord(join(dataFolder, 'sessions'), sessionId, plan);
  bench = await startBench({ dataFolder });
});
afterAll(() => bench.engine.shutdown(0));

/** Both numbers of each column: the lowest and the highest sample. */
const columnsOf = (base64: string): (readonly [number, number])[] => {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 2 }, (_, at) => [bytes.readInt8(2 * at), bytes.readInt8(2 * at + 1)]);
};

async function peaks(fromMs: number, toMs: number, columns: number) {
  const answer = await bench.client.api.call('sound.peaks', { sessionId, fromMs, toMs, columns });
  if (!answer.ok) throw new Error(answer.error.message);
  const { input, output, unheard, ...more } = answer.peaks;
  return { input: columnsOf(input), output: columnsOf(output), unheard: columnsOf(unheard), ...more };
}

/** The lowest and the highest of some samples, as upper bytes. */
function extremes(sample: (i: number) => number, from: number, to: number): readonly [number, number] {
  let [low, high] = [127, -128];
  for (let i = from; i < to; i += 1) {
    low = Math.min(low, sample(i) >> 8);
    high = Math.max(high, sample(i) >> 8);
  }
  return [low, high];
}
const nothing = [127, -128];

describe('peaks of a record', () => {
  it('are those of its samples, to the sample, where few are in view', async () => {
    const { input } = await peaks(3000, 5000, 400);
    const made = Array.from({ length: 400 }, (_, at) =>
      extremes(inputSample, (3000 + at * 5) * 24, (3005 + at * 5) * 24),
    );
    expect(input).toEqual(made);
  });

  it('are those of whole stretches of 10 ms where many are, and the file of them is kept', async () => {
    const { input, output, unheard } = await peaks(0, 20_000, 200);
    const made = Array.from({ length: 200 }, (_, at) => extremes(inputSample, at * 2400, (at + 1) * 2400));
    expect(input).toEqual(made);
    const [first, second] = record.answers;
    expect(output[5]).toEqual(nothing);
    const heard = (first?.startMs ?? 0) / 100;
    expect(output[Math.ceil(heard) + 3]).not.toEqual(nothing);
    // Half of the second was heard; the rest lies behind that, until the third is played.
    const cut = Math.round(((second?.startMs ?? 0) + 2000) / 100);
    expect(output[cut + 2]).toEqual(nothing);
    expect(unheard[cut + 2]).not.toEqual(nothing);
    expect(unheard[Math.ceil(heard) + 3]).toEqual(nothing);
    expect(await readdir(record.folder)).toEqual(
      expect.arrayContaining(['input.wav.peaks', 'output.wav.peaks', 'sound.json']),
    );
  });

  it('are the same from the kept files, and are made anew where these are of another sound, damaged or gone', async () => {
    const before = await peaks(0, 20_000, 200);
    const kept = join(record.folder, 'input.wav.peaks');
    const bytes = await readFile(kept);
    const again = async () => {
      const other = await startBench({ dataFolder: bench.dataFolder });
      const answer = await other.client.api.call('sound.peaks', { sessionId, fromMs: 0, toMs: 20_000, columns: 200 });
      await other.engine.shutdown(0);
      return answer.ok ? columnsOf(answer.peaks.input) : answer.error;
    };
    expect(await again()).toEqual(before.input);
    await rm(kept);
    await rm(join(record.folder, 'sound.json'));
    expect(await again()).toEqual(before.input);
    expect(await readFile(kept)).toEqual(bytes);
    // The sound was touched: what was kept is of another one.
    const { atime } = await stat(join(record.folder, 'input.wav'));
    await utimes(join(record.folder, 'input.wav'), atime, new Date('2026-11-24T00:00:00Z'));
    expect(await again()).toEqual(before.input);
    expect(await readFile(kept)).not.toEqual(bytes);
  });

  it('are refused where they run backwards', async () => {
    const answer = await bench.client.api.call('sound.peaks', { sessionId, fromMs: 2000, toMs: 1000, columns: 10 });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
  });
});

describe('a record that grows', () => {
  it('is drawn and heard as far as it is written, and nothing is kept beside it while somebody writes there', async () => {
    const growing = '2026-11-23T16-20-00Z-contoso-voice-000002';
    const plan = { lengthMs: 4000, everyMs: 60_000, answerMs: 1000, deltaMs: 50 };
    const { folder, entries } = await makeRecord(join(bench.dataFolder, 'sessions'), growing, plan);
    const lock = await takeLock(folder);
    const ask = async (fromMs: number, toMs: number, columns: number) => {
      const answer = await bench.client.api.call('sound.peaks', { sessionId: growing, fromMs, toMs, columns });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.peaks;
    };
    expect((await ask(0, 8000, 40)).knownToMs).toBe(4000);
    // One second more, of the same voice.
    const second = Int16Array.from({ length: 24_000 }, (_, i) => inputSample(96_000 + i));
    await appendFile(join(folder, 'input.wav'), new Uint8Array(second.buffer));
    const lines = Array.from({ length: 50 }, (_, frame) => {
      const $audio = { file: 'input.wav', offset: 44 + (96_000 + frame * 480) * 2, length: 960 };
      const event = { type: 'input_audio_buffer.append', audio: { $audio } };
      const at = '2026-11-23T16:20:05.000Z';
      return JSON.stringify({ seq: entries + 1 + frame, at, t: 4000 + (frame + 1) * 20, from: 'client', event });
    });
    await appendFile(join(folder, 'events.jsonl'), `${lines.join('\n')}\n`);
    const grown = await ask(0, 8000, 40);
    expect(grown.knownToMs).toBe(5000);
    const columns = columnsOf(grown.input);
    expect(columns.slice(20, 25)).toEqual(
      Array.from({ length: 5 }, (_, at) => extremes(inputSample, 96_000 + at * 4800, 96_000 + (at + 1) * 4800)),
    );
    expect(columns.slice(25)).toEqual(Array.from({ length: 15 }, () => nothing));
    expect((await readdir(folder)).filter((name) => /peaks|sound/.test(name))).toEqual([]);
    await lock?.release();
  });

  it('whose sound file is gone says which, and gives the other voice all the same', async () => {
    const half = '2026-11-23T17-20-00Z-contoso-voice-000003';
    const plan = { lengthMs: 4000, everyMs: 60_000, answerMs: 1000, deltaMs: 50 };
    const { folder } = await makeRecord(join(bench.dataFolder, 'sessions'), half, plan);
    await rm(join(folder, 'output.wav'));
    const order = { sessionId: half, fromMs: 0, toMs: 4000, columns: 400 };
    const answer = await bench.client.api.call('sound.peaks', order);
    expect(answer).toMatchObject({ ok: true, peaks: { missing: ['output.wav'] } });
    expect(answer.ok && columnsOf(answer.peaks.input)[100]).toEqual(extremes(inputSample, 24_000, 24_240));
  });
});

describe('a session at a moment', () => {
  const at = async (atMs: number) => {
    const answer = await bench.client.api.call('session.at', { sessionId, atMs });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.moment;
  };

  it('has cost what was reported by then, and between two moments their difference, exactly', async () => {
    const [before, after] = [await at(900), await at(record.lengthMs)];
    expect(before.costs?.reported.total).toBe('0');
    expect(before.responses).toBe(0);
    expect(after.responses).toBe(record.answers.length);
    // By hand: 120 text in at $0.6, 80 audio in at $10, 30 text out at $2.4, 70 audio out at $20, for a million.
    const one = (120 * 0.6 + 80 * 10 + 30 * 2.4 + 70 * 20) / 1e6;
    expect(Number(after.costs?.reported.total)).toBeCloseTo(record.answers.length * one, 12);
    const between = costBetween(after, before);
    expect(Number(between?.reported)).toBeCloseTo(record.answers.length * one, 12);
    expect(before.seq).toBeLessThan(after.seq);
  });

  it('names what ran then', async () => {
    const moment = await at((record.answers[0]?.startMs ?? 0) + 500);
    expect(moment.running).toEqual([1]);
    expect(moment.responses).toBe(1);
  });
});

describe('the moment of a hit', () => {
  const momentOf = (itemId: string | null, t: number | null) =>
    bench.client.api.call('session.hit', { sessionId, itemId, t });

  it('is when the item it is in was heard, as long as it was', async () => {
    const second = record.answers[1]?.startMs ?? NaN;
    // It was cut when half of it was heard.
    expect(await momentOf('item_1', 10)).toMatchObject({
      moment: { fromMs: second, toMs: second + 2000, itemId: 'item_1' },
    });
    expect(await momentOf(null, 19_000)).toMatchObject({ moment: { fromMs: 19_000, toMs: 20_000, itemId: null } });
    expect(await momentOf(null, null)).toMatchObject({ ok: true, moment: null });
  });

  it('is refused for a session that is not there', async () => {
    const answer = await bench.client.api.call('session.hit', { sessionId: `${sessionId}x`, itemId: null, t: 0 });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'not-found' } });
  });
});

/** A page that listens, with a loudspeaker that plays as fast as it is given sound. */
class Page {
  static #lastId = 100;
  readonly pcm: number[] = [];
  readonly news: PlayNews[] = [];
  readonly #control: (message: PortMessage) => void;
  #answers: ((answer: Result) => void)[] = [];
  #listener: (message: PortMessage) => void = () => undefined;
  #streamId = 0;

  constructor(engine: Engine, hasLoudspeaker = true) {
    Page.#lastId += 1;
    const id = Page.#lastId;
    let ask: (message: PortMessage) => void = () => undefined;
    const port = (post: BenchPort['post'], onMessage: BenchPort['onMessage']): BenchPort => ({
      post,
      onMessage,
      onClose: () => undefined,
      close: () => undefined,
    });
    engine.attachPort(
      'control',
      port(
        (message) => this.#told(message),
        (listener) => (ask = listener),
      ),
      id,
    );
    this.#control = (message) => ask(message);
    const listen = port(
      (message) => this.#take(message),
      (listener) => (this.#listener = listener),
    );
    if (hasLoudspeaker) engine.attachPort('listen', listen, id);
  }

  call(command: string, args: JsonObject): Promise<Result> {
    return new Promise((resolve) => {
      this.#answers.push(resolve);
      this.#control({ id: 1, command, args });
    });
  }

  #told(message: PortMessage): void {
    const { push, answer } = message as unknown as { push?: BenchPush; answer?: Result };
    if (push?.type === 'played') this.news.push(push.news);
    if (answer !== undefined) this.#answers.shift()?.(answer);
  }

  #take(message: PortMessage): void {
    if (message instanceof ArrayBuffer || message instanceof Uint8Array) {
      const frame = decodeFrame(new Uint8Array(message));
      if (frame === null || frame.streamId !== this.#streamId) return;
      for (const sample of frame.pcm24k) this.pcm.push(sample);
      setImmediate(() => this.#says('progress', { bufferedMs: 0 }));
      return;
    }
    if (message['type'] === 'begin') this.#streamId = Number(message['streamId']);
    if (message['type'] === 'end') setImmediate(() => this.#says('drained', {}));
  }

  #says(type: string, more: JsonObject): void {
    this.#listener({ type, streamId: this.#streamId, playedMs: this.pcm.length / 24, ...more });
  }
}

describe('playing a record', () => {
  const order = { fromMs: 0, toMs: null, loopFromMs: null, voices: 'both', speed: 1, unheardItemId: null };

  async function played(more: JsonObject): Promise<Page> {
    const page = new Page(bench.engine);
    const answer = await page.call('player.play', { sessionId, ...order, ...more });
    if (!answer.ok) throw new Error(answer.error.message);
    await until(() => page.news.at(-1)?.state === 'ended', 'the end of the record');
    return page;
  }

  it('gives the person’s voice as it was sent, sample by sample', async () => {
    const { pcm } = await played({ voices: 'input', fromMs: 2000, toMs: 6000 });
    expect(pcm).toEqual(Array.from({ length: 96_000 }, (_, i) => inputSample(48_000 + i)));
  });

  it('gives the answers where they were heard, and silence between them', async () => {
    const { pcm } = await played({ voices: 'output' });
    const [first] = record.answers;
    const begins = (first?.startMs ?? 0) * 24;
    expect(pcm.slice(0, begins).every((sample) => sample === 0)).toBe(true);
    expect(pcm.slice(begins, begins + 4000 * 24)).toEqual(Array.from({ length: 96_000 }, (_, i) => outputSample(i)));
    const second = record.answers[1];
    const cut = ((second?.startMs ?? 0) + 2000) * 24;
    expect(pcm[cut - 1]).toBe(outputSample((second?.firstSample ?? 0) + 2000 * 24 - 1));
    expect(pcm.slice(cut, cut + 24_000).every((sample) => sample === 0)).toBe(true);
    expect(pcm).toHaveLength(record.lengthMs * 24);
  });

  it('gives both as their sum', async () => {
    const startMs = (record.answers[0]?.startMs ?? 0) + 100;
    const { pcm } = await played({ fromMs: startMs, toMs: startMs + 500 });
    expect(pcm).toEqual(
      Array.from({ length: 12_000 }, (_, i) => inputSample(startMs * 24 + i) + outputSample(2400 + i)),
    );
  });

  it('gives what was never heard, alone, on request', async () => {
    const second = record.answers[1];
    const cutMs = (second?.startMs ?? 0) + 2000;
    const { pcm } = await played({ unheardItemId: 'item_1', fromMs: cutMs });
    const first = (second?.firstSample ?? 0) + 2000 * 24;
    expect(pcm).toEqual(Array.from({ length: 48_000 }, (_, i) => outputSample(first + i)));
  });

  it('says where it is by session time, at twice the speed as well, and at its end', async () => {
    const { pcm, news: told } = await played({ fromMs: 1000, toMs: 5000, speed: 2 });
    expect(Math.abs(pcm.length - 48_000)).toBeLessThanOrEqual(480);
    expect(told.map(({ atMs }) => atMs)).toEqual(told.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(told.at(-1)?.state).toBe('ended');
    expect(Math.abs((told.at(-1)?.atMs ?? 0) - 5000)).toBeLessThan(60);
  });

  it('goes round a loop until it is stopped', async () => {
    const page = new Page(bench.engine);
    await page.call('player.play', {
      sessionId,
      ...order,
      voices: 'input',
      fromMs: 2500,
      toMs: 3000,
      loopFromMs: 2000,
    });
    await until(() => page.pcm.length > 72_000, 'three rounds');
    await page.call('player.stop', {});
    const round = Array.from({ length: 24_000 }, (_, i) => inputSample(48_000 + i));
    expect(page.pcm.slice(0, 12_000)).toEqual(round.slice(12_000));
    expect(page.pcm.slice(12_000, 60_000)).toEqual([...round, ...round]);
    expect(page.news.every(({ atMs }) => atMs >= 2000 && atMs <= 3200)).toBe(true);
  });

  it('is refused without a loudspeaker of that page', async () => {
    const answer = await new Page(bench.engine, false).call('player.play', { sessionId, ...order });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'refused' } });
  });

  it('is refused for a session that is not there', async () => {
    const answer = await new Page(bench.engine).call('player.play', { sessionId: 'none', ...order });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'not-found' } });
  });
});
