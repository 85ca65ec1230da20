import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DigestChain } from '../../../electron/engine/record/digests.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import type { Json } from '../../../shared/kit/json.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';

/*
 * The record of a session that never ran: somebody speaks all the time in frames of 20 ms, and is answered every so often. What each
 * sample of its sound is can be told from its number alone, so that whatever is drawn or heard of it can be held against that.
 */

const perMs = 24;
const startedAt = '2026-11-23T15:20:00.000Z';

/** Phase of a tone that rises for two seconds, over and over: what lies 40 ms beside its place is nothing like it. */
const rising = (i: number, perSample: number): number => i * perSample + (i % 48_000) ** 2 * 4e-7;

/** A sample of the person's voice, by its number in `input.wav`: a rising tone that swells once a second. */
export const inputSample = (i: number): number =>
  Math.round(9000 * (0.2 + 0.8 * Math.sin((Math.PI * (i % 24_000)) / 24_000)) * Math.sin(rising(i, 0.031))) | 0;

/** A sample of the answers, by its number in `output.wav`. */
export const outputSample = (i: number): number =>
  Math.round(8000 * (0.3 + 0.7 * Math.sin((Math.PI * (i % 18_000)) / 18_000)) * Math.sin(rising(i, 0.057))) | 0;

export interface MadeRecord {
  readonly sessionId: string;
  readonly folder: string;
  readonly entries: number;
  readonly lengthMs: number;
  /** When each answer began to be heard, and where in `output.wav` it begins, in samples. */
  readonly answers: readonly { readonly startMs: number; readonly firstSample: number; readonly samples: number }[];
}

export interface RecordPlan {
  readonly lengthMs: number;
  /** From the start of one answer to the next. */
  readonly everyMs: number;
  readonly answerMs: number;
  /** Milliseconds of sound in a delta. */
  readonly deltaMs: number;
  /** This one, counted from 0, is interrupted when half of it was heard. */
  readonly interrupted?: number;
  /** Each answer is one to a turn of the person, who speaks for so long before it; absent: nobody is told to have spoken. */
  readonly turnMs?: number;
}

/** Writes lines and sound in large pieces, and waits where the disk is slow. */
class Sink {
  readonly #stream: WriteStream;
  readonly #chain = new DigestChain();
  #text: string[] = [];

  constructor(path: string) {
    this.#stream = createWriteStream(path);
  }

  line(text: string): void {
    this.#text.push(text);
  }

  /** A line of the log, with a digest behind it wherever one is due. */
  entry(text: string, seq: number): void {
    this.line(text);
    this.#chain.take(Buffer.from(`${text}\n`));
    if (seq === 0 || this.#chain.openBytes > 64 * 1024) this.seal({ seq });
  }

  seal(sealed: Parameters<DigestChain['seal']>[0]): void {
    this.line(this.#chain.seal(sealed).toString('utf8').trimEnd());
  }

  async drain(force = false): Promise<void> {
    if (this.#text.length < 5000 && !force) return;
    const text = `${this.#text.join('\n')}\n`;
    this.#text = [];
    await this.bytes(Buffer.from(text));
  }

  async bytes(bytes: Uint8Array): Promise<void> {
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    if (this.#text.length > 0) await this.drain(true);
    this.#stream.end();
    await once(this.#stream, 'close');
  }
}

async function writeSound(path: string, samples: number, sample: (i: number) => number): Promise<void> {
  const sink = new Sink(path);
  await sink.bytes(wavHeader(24_000, samples * 2));
  const block = 240_000;
  for (let from = 0; from < samples; from += block) {
    const pcm = Int16Array.from({ length: Math.min(block, samples - from) }, (_, i) => sample(from + i));
    await sink.bytes(new Uint8Array(pcm.buffer));
  }
  await sink.end();
}

/** Makes a record in a folder of sessions. The folder of one is its id. */
export async function makeRecord(sessionsFolder: string, sessionId: string, plan: RecordPlan): Promise<MadeRecord> {
  const folder = join(sessionsFolder, sessionId);
  await mkdir(folder, { recursive: true });
  const header: SessionHeader = {
    voxtally: 1,
    app: '0.1.0',
    sessionId,
    startedAt,
    endpoint: {
      kind: 'azure',
      label: 'contoso-voice, Azure GA',
      url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice-mini-1215',
      deployment: 'gpt-realtime-mini-1215',
      auth: 'api-key',
    },
    requested: {},
    priceBookId: 'list-2026-10-09',
    input: { kind: 'microphone', name: 'Focusrite Scarlett Solo' },
  };
  const log = new Sink(join(folder, 'events.jsonl'));
  log.entry(JSON.stringify(header), 0);
  let seq = 0;
  const startMs = Date.parse(startedAt);
  const add = (t: number, from: 'client' | 'server' | 'bench', event: Json): void => {
    seq += 1;
    const at = new Date(startMs + t).toISOString();
    log.entry(JSON.stringify({ seq, at, t: Math.round(t * 10) / 10, from, event }), seq);
  };
  const ref = (file: string, first: number, samples: number): Json => ({
    $audio: { file, offset: 44 + first * 2, length: samples * 2 },
  });
  add(0, 'bench', { type: 'bench.connect', url: header.endpoint.url, auth: 'api-key' });
  add(0, 'bench', { type: 'bench.connected', handshakeMs: 80 });
  const session = { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15', output_modalities: ['audio'] };
  add(0, 'server', { type: 'session.created', event_id: 'e0', session });

  const answers: MadeRecord['answers'][number][] = [];
  let [outputSamples, open] = [0, -1];
  const pending: { readonly t: number; readonly add: () => void }[] = [];
  const later = (t: number, event: () => void): void => void pending.push({ t, add: event });

  const spoken = (t: number, item: string, turnMs: number): void => {
    const endMs = t + turnMs;
    const voice = { item_id: item };
    const message = {
      id: item,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio' }],
    };
    later(t, () => add(t, 'server', { type: 'input_audio_buffer.speech_started', ...voice, audio_start_ms: t }));
    later(endMs, () => {
      add(endMs, 'server', { type: 'input_audio_buffer.speech_stopped', ...voice, audio_end_ms: endMs });
      add(endMs, 'server', { type: 'input_audio_buffer.committed', ...voice, previous_item_id: null });
      add(endMs, 'server', { type: 'conversation.item.added', item: message, previous_item_id: null });
    });
  };

  const answer = (begunMs: number): void => {
    open += 1;
    if (plan.turnMs !== undefined) spoken(begunMs, `user_${open}`, plan.turnMs);
    const t = begunMs + (plan.turnMs ?? 0);
    const [id, item] = [`resp_${open}`, `item_${open}`];
    const samples = plan.answerMs * perMs;
    const first = outputSamples;
    outputSamples += samples;
    answers.push({ startMs: t + 60, firstSample: first, samples });
    later(t, () => add(t, 'server', { type: 'response.created', response: { id, status: 'in_progress' } }));
    let [sent, number] = [0, 0];
    for (; sent < samples; number += 1) {
      const count = Math.min(plan.deltaMs * perMs, samples - sent);
      const from = first + sent;
      const at = t + 10 + number * (plan.deltaMs * 0.7);
      const place = { event_id: `${id}_${number}`, response_id: id, item_id: item, output_index: 0, content_index: 0 };
      const delta = ref('output.wav', from, count);
      later(at, () => add(at, 'server', { type: 'response.output_audio.delta', ...place, delta }));
      sent += count;
    }
    const isCut = plan.interrupted === open;
    const playedMs = isCut ? plan.answerMs / 2 : plan.answerMs;
    const started = t + 60;
    later(started, () => add(started, 'bench', { type: 'bench.playback.started', itemId: item, responseId: id }));
    const stop = { itemId: item, playedMs, receivedMs: plan.answerMs, why: isCut ? 'interrupted' : 'drained' };
    const doneMs = t + 10 + number * plan.deltaMs * 0.7;
    const usage = {
      total_tokens: 300,
      input_tokens: 200,
      output_tokens: 100,
      input_token_details: { text_tokens: 120, audio_tokens: 80, cached_tokens: 0 },
      output_token_details: { text_tokens: 30, audio_tokens: 70 },
    };
    const response = { id, object: 'realtime.response', status: 'completed', output: [], usage };
    later(doneMs, () => add(doneMs, 'server', { type: 'response.done', event_id: `${id}_done`, response }));
    later(started + playedMs, () => add(started + playedMs, 'bench', { type: 'bench.playback.stopped', ...stop }));
  };

  let nextAnswerMs = 1000;
  const frames = Math.floor(plan.lengthMs / 20);
  for (let frame = 0; frame < frames; frame += 1) {
    const t = (frame + 1) * 20;
    if (t >= nextAnswerMs && t + (plan.turnMs ?? 0) + plan.answerMs + 500 < plan.lengthMs) {
      answer(t);
      nextAnswerMs += plan.everyMs;
      pending.sort((one, other) => one.t - other.t);
    }
    while (pending[0] !== undefined && pending[0].t <= t) pending.shift()?.add();
    add(t, 'client', { type: 'input_audio_buffer.append', audio: ref('input.wav', frame * 480, 480) });
    await log.drain();
  }
  for (const { add: run } of pending) run();
  const closed = { code: 1000, reason: '', explanation: 'closed', openResponses: [], openTranscriptions: [] };
  add(plan.lengthMs, 'bench', { type: 'bench.closed', ...closed });
  log.seal({ seq, end: true });
  await log.end();
  await writeSound(join(folder, 'input.wav'), frames * 480, inputSample);
  await writeSound(join(folder, 'output.wav'), outputSamples, outputSample);
  return { sessionId, folder, entries: seq, lengthMs: plan.lengthMs, answers };
}
