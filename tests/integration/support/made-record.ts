import { SessionRecord } from '../../../electron/engine/record/session-record.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';

/*
 * The record of a session that never ran: somebody speaks all the time in frames of 20 ms, and is answered every so often. The engine's
 * own recorder writes it, by a clock that runs as fast as the disk takes it, so that it is what a session leaves, summary and digests
 * included. What each sample of its sound is can be told from its number alone, so that whatever is drawn or heard of it can be held
 * against that.
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
  /** Both sides are transcribed, and the service tells of every item; left out: it sends sound and usage and nothing else. */
  readonly talk?: boolean;
  /** Words of the answers, in their order, told once each; left out: none is known of any but by `talk`. */
  readonly says?: readonly string[];
  /** Each answer is one to a turn of the person, who speaks for so long before it; left out: nobody is told to have spoken. */
  readonly turnMs?: number;
}

const header = (sessionId: string): SessionHeader => ({
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
});

/** Samples as they stand on the wire. */
const base64Of = (sample: (i: number) => number, from: number, count: number): string => {
  const pcm = Int16Array.from({ length: count }, (_, i) => sample(from + i));
  return Buffer.from(pcm.buffer).toString('base64');
};

/** A sentence that no other answer says. */
const sentence = (number: number): string =>
  `Order ${number} left the depot at ten and is with you by noon; call ${number + 100} if nobody is there to take it in.`;

/** What happens at a time of the session, from which the times of the record come. */
interface Moment {
  readonly t: number;
  readonly run: () => void;
}

type Send = (event: JsonObject) => void;

/** A turn of the person as the service detects and takes it, without a transcript. */
function spoken(t: number, number: number, turnMs: number, send: Send): Moment[] {
  const place = { item_id: `user_${number}` };
  const content = [{ type: 'input_audio' }];
  const item = { id: place.item_id, type: 'message', role: 'user', status: 'completed', content };
  return [
    { t, run: () => send({ type: 'input_audio_buffer.speech_started', ...place, audio_start_ms: t }) },
    {
      t: t + turnMs,
      run: () => {
        send({ type: 'input_audio_buffer.speech_stopped', ...place, audio_end_ms: t + turnMs });
        send({ type: 'input_audio_buffer.committed', ...place, previous_item_id: null });
        send({ type: 'conversation.item.added', item, previous_item_id: null });
      },
    },
  ];
}

/** What the person said before an answer, as the service tells of it, from its detection to its transcript. */
function asked(number: number, atMs: number, send: Send): void {
  const item = `item_user_${number}`;
  const transcript = `Where is order ${number}?`;
  const place = { item_id: item, content_index: 0 };
  send({ type: 'input_audio_buffer.speech_started', audio_start_ms: Math.max(0, atMs - 2500), item_id: item });
  send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: atMs - 300, item_id: item });
  send({ type: 'input_audio_buffer.committed', item_id: item, previous_item_id: null });
  const content = [{ type: 'input_audio', transcript: null }];
  send({ type: 'conversation.item.added', item: { id: item, type: 'message', role: 'user', content } });
  const usage = { type: 'tokens', total_tokens: 26, input_tokens: 20, output_tokens: 6 };
  send({ type: 'conversation.item.input_audio_transcription.completed', ...place, transcript, usage });
}

const usage = {
  total_tokens: 300,
  input_tokens: 200,
  output_tokens: 100,
  input_token_details: { text_tokens: 120, audio_tokens: 80, cached_tokens: 0 },
  output_token_details: { text_tokens: 30, audio_tokens: 70 },
};

/** One answer of a plan: what happens when, and what became of it. */
function answerOf(
  plan: RecordPlan,
  { number, t, first }: { readonly number: number; readonly t: number; readonly first: number },
  { send, bench }: { readonly send: Send; readonly bench: (event: BenchEvent) => void },
): { moments: Moment[]; samples: number } {
  const [id, item] = [`resp_${number}`, `item_${number}`];
  const samples = plan.answerMs * perMs;
  const place = { response_id: id, item_id: item, output_index: 0, content_index: 0 };
  const words = plan.talk === true ? sentence(number).split(/(?<= )/) : [];
  const moments: Moment[] = [];
  const later = (at: number, run: () => void): void => void moments.push({ t: at, run });
  const message = (content: JsonObject[], status: string): JsonObject => {
    return { id: item, type: 'message', role: 'assistant', status, content };
  };
  later(t, () => {
    if (plan.talk === true) asked(number, t, send);
    send({ type: 'response.created', response: { id, status: 'in_progress' } });
    if (plan.talk !== true) return;
    send({ type: 'response.output_item.added', response_id: id, output_index: 0, item: message([], 'in_progress') });
    send({ type: 'conversation.item.added', item: message([], 'in_progress') });
    send({ type: 'response.content_part.added', ...place, part: { type: 'audio', transcript: '' } });
  });
  const said = plan.says?.[number];
  if (said !== undefined) {
    later(t + 20, () => send({ type: 'response.output_audio_transcript.done', ...place, transcript: said }));
  }
  let [sent, piece] = [0, 0];
  for (; sent < samples; piece += 1) {
    const count = Math.min(plan.deltaMs * perMs, samples - sent);
    const from = first + sent;
    const event_id = `${id}_${piece}`;
    const word = words[piece];
    later(t + 10 + piece * (plan.deltaMs * 0.7), () => {
      const delta = base64Of(outputSample, from, count);
      send({ type: 'response.output_audio.delta', event_id, ...place, delta });
      if (word !== undefined) send({ type: 'response.output_audio_transcript.delta', ...place, delta: word });
    });
    sent += count;
  }
  const isCut = plan.interrupted === number;
  const playedMs = isCut ? plan.answerMs / 2 : plan.answerMs;
  const started = t + 60;
  later(started, () => bench({ type: 'bench.playback.started', itemId: item, responseId: id }));
  later(t + 10 + piece * plan.deltaMs * 0.7, () => {
    const transcript = words.join('');
    const output = plan.talk === true ? [message([{ type: 'output_audio', transcript }], 'completed')] : [];
    if (plan.talk === true) {
      send({ type: 'response.output_audio.done', ...place });
      send({ type: 'response.output_audio_transcript.done', ...place, transcript });
      send({ type: 'response.content_part.done', ...place, part: { type: 'audio', transcript } });
      send({ type: 'response.output_item.done', response_id: id, output_index: 0, item: output[0] ?? {} });
    }
    const response = { id, object: 'realtime.response', status: 'completed', output, usage };
    send({ type: 'response.done', event_id: `${id}_done`, response });
  });
  const why = isCut ? 'interrupted' : 'drained';
  const stop = { itemId: item, playedMs, receivedMs: plan.answerMs, why } as const;
  later(started + playedMs, () => bench({ type: 'bench.playback.stopped', ...stop }));
  return { moments, samples };
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Frames between two breaths, in which the recorder writes. */
const framesAtOnce = 100;

/**
 * Makes a record in a folder of sessions. The folder of one is its id.
 * @param app version that its summary is by: another one folds the log anew
 */
export async function makeRecord(
  sessionsFolder: string,
  sessionId: string,
  plan: RecordPlan,
  app = '0.1.0',
): Promise<MadeRecord> {
  const startMs = Date.parse(startedAt);
  let atMs = 0;
  const made = await SessionRecord.create({
    sessionsFolder,
    header: header(sessionId),
    startedMs: 0,
    clock: { nowMs: () => atMs, date: () => new Date(startMs + atMs) },
    app,
    hooks: { onShown: () => undefined, onOverflow: () => undefined, onNote: () => undefined },
  });
  if (!made.ok) throw new Error(made.error.message);
  const { record } = made;
  const send: Send = (event) => void record.frame('server', JSON.stringify(event), event);
  const bench = (event: BenchEvent): void => void record.bench(event);
  bench({ type: 'bench.connect', url: record.header.endpoint.url, auth: 'api-key' });
  bench({ type: 'bench.connected', handshakeMs: 80 });
  const session = { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15', output_modalities: ['audio'] };
  send({ type: 'session.created', event_id: 'e0', session });

  const answers: MadeRecord['answers'][number][] = [];
  let outputSamples = 0;
  let pending: Moment[] = [];
  let nextAnswerMs = 1000;
  const frames = Math.floor(plan.lengthMs / 20);
  for (let frame = 0; frame < frames; frame += 1) {
    const t = (frame + 1) * 20;
    const answerAtMs = t + (plan.turnMs ?? 0);
    if (t >= nextAnswerMs && answerAtMs + plan.answerMs + 500 < plan.lengthMs) {
      const number = answers.length;
      if (plan.turnMs !== undefined) pending.push(...spoken(t, number, plan.turnMs, send));
      const place = { number, t: answerAtMs, first: outputSamples };
      const { moments, samples } = answerOf(plan, place, { send, bench });
      answers.push({ startMs: answerAtMs + 60, firstSample: outputSamples, samples });
      outputSamples += samples;
      nextAnswerMs += plan.everyMs;
      pending = [...pending, ...moments].toSorted((one, other) => one.t - other.t);
    }
    for (let next = pending[0]; next !== undefined && next.t <= t; next = pending[0]) {
      pending.shift();
      atMs = next.t;
      next.run();
    }
    atMs = t;
    const append = { type: 'input_audio_buffer.append', audio: base64Of(inputSample, frame * 480, 480) };
    record.frame('client', JSON.stringify(append), append);
    if (frame % framesAtOnce === 0) await breath();
  }
  for (const { t, run } of pending) {
    atMs = t;
    run();
  }
  const closed = { code: 1000, reason: '', explanation: 'closed', openResponses: [], openTranscriptions: [] };
  atMs = plan.lengthMs;
  bench({ type: 'bench.closed', ...closed });
  await record.close();
  return { sessionId, folder: record.folder, entries: record.view.seq, lengthMs: plan.lengthMs, answers };
}
