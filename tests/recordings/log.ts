import type { Json, JsonObject } from '../../shared/kit/json.ts';
import type { CountedPart } from '../../shared/session/bench-events.ts';
import type { LogEntry, SessionHeader } from '../../shared/session/entry.ts';
import { LogWriter } from '../unit/session/log.ts';
import { coverageOf, isInputTold, type Mode } from './coverage.ts';
import type { ItemFact, ResponseFact, SessionFact, TranscriptionFact } from './facts.ts';
import { inputUsage, responseUsage, transcriptionUsage } from './wire-usage.ts';

/** Bytes of a token of spoken output: 50 ms of PCM16 at 24 kHz. */
const bytesPerAudioToken = 50 * 48;
/** What is reported of a person's audio is reported a tenth of a second. */
const msPerReportedToken = 100;
/** Tokens of `functions.NAME` where the facts do not count them: those of the shortest names seen. */
const usualNameTokens = 3;
const wireStatuses = ['completed', 'cancelled', 'incomplete', 'failed'];

export const responseId = (k: number): string => `resp_${k}`;
export const itemId = (index: number): string => `item_${index}`;

const isOutput = ({ kind }: ItemFact): boolean => kind === 'answer' || kind === 'function-call';

/** Text that stands for one of this many tokens. */
const placeholder = (tokens: number | null | undefined): string => (tokens === 0 ? '' : 'word '.repeat(tokens ?? 1));

/** A list in this many stretches of equal length, as far as it divides. */
const stretches = (length: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * length) / count) - Math.floor((i * length) / count));

/** The model as the service names it. Facts of models that are gone describe them. */
export function modelName({ model }: Pick<SessionFact, 'model'>): string {
  const said = model ?? 'unknown';
  const name = /^gpt-\S+/.exec(said)?.[0];
  return name ?? (said.startsWith('preview model') ? 'gpt-4o-realtime-preview' : said);
}

/**
 * Length of a person's audio; null where nothing tells it. Where only its tokens were reported, it is half a token longer
 * than that many, so that its end lies between two.
 */
function audioMsOf({ audioMs, audioTokensReported }: ItemFact): number | null {
  if (typeof audioMs === 'number') return audioMs;
  return typeof audioTokensReported === 'number' ? (audioTokensReported + 0.5) * msPerReportedToken : null;
}

function headerOf(session: SessionFact): SessionHeader {
  const kind = (session.endpoint ?? '').startsWith('azure') ? 'azure' : 'openai';
  return {
    voxtally: 1,
    app: '0.0.0',
    sessionId: session.id,
    startedAt: '2026-11-23T14:02:00.000Z',
    endpoint: {
      kind,
      label: `${session.endpoint ?? kind}, ${session.id}`,
      url: 'wss://service.example/v1/realtime',
      deployment: modelName(session),
      auth: 'none',
      dialect: 'ga',
    },
    requested: {},
    priceBookId: 'list-2026-10-09',
    input: { kind: 'wav', name: 'recorded.wav' },
  };
}

/** Writes the log that the application would have recorded of a session of which only the facts are left. */
class RecordedLog {
  readonly log = new LogWriter();
  readonly #session: SessionFact;
  /** Indexes of the items that are in the conversation, ascending. */
  #present: number[] = [];
  readonly #gone = new Set<number>();
  readonly #truncatedMs = new Map<number, number>();
  #bufferMs = 0;
  #transcribedBy: string | null;

  constructor(session: SessionFact, usages: readonly (JsonObject | null)[]) {
    this.#session = session;
    this.#transcribedBy = session.transcriptions?.[0]?.model ?? null;
    this.#begin();
    for (const [k, response] of session.responses.entries()) this.#response(k, response, usages[k] ?? null);
    this.#givenBefore(session.items.length, () => true);
    for (const [n, told] of (session.transcriptions ?? []).entries()) {
      if (typeof told.item !== 'number') this.#transcribed(told, `transcribed_${n}`);
    }
  }

  #count(part: CountedPart, item: string | null, text: string, tokens: number | null | undefined): void {
    if (typeof tokens !== 'number' || text === '') return;
    const ofSeq = this.log.entries.length;
    const characters = text.length;
    this.log.bench({ type: 'bench.tokens', part, ofSeq, itemId: item, characters, tokens, written: 2 });
  }

  #describe(type: 'session.created' | 'session.updated'): void {
    const { items, instructionsTokens, tools, vad } = this.#session;
    const spoken = items.some(({ kind }) => kind === 'user-audio');
    this.log.server(type, {
      session: {
        type: 'realtime',
        model: modelName(this.#session),
        ...(typeof instructionsTokens === 'number' ? { instructions: placeholder(instructionsTokens) } : {}),
        tools: (tools ?? []).map((_, n) => ({ type: 'function', name: `function_${n}`, parameters: {} })),
        audio: {
          input: {
            format: { type: 'audio/pcm', rate: 24_000 },
            transcription: this.#transcribedBy === null ? null : { model: this.#transcribedBy.split(' ')[0] ?? '' },
            turn_detection: vad ?? (spoken ? { type: 'server_vad' } : null),
          },
          output: { format: { type: 'audio/pcm', rate: 24_000 } },
        },
      },
    });
  }

  #begin(): void {
    this.#describe('session.created');
    const { instructionsTokens, tools } = this.#session;
    const begun = this.log.entries.length;
    const prompt = { type: 'bench.tokens', ofSeq: begun, itemId: null, written: 2 } as const;
    if (typeof instructionsTokens === 'number' && instructionsTokens > 0) {
      const characters = placeholder(instructionsTokens).length;
      this.log.bench({ ...prompt, part: 'instructions', characters, tokens: instructionsTokens });
    }
    const counted = (tools ?? []).flatMap(({ textTokens }) => (typeof textTokens === 'number' ? [textTokens] : []));
    if (counted.length === 0 || counted.length < (tools ?? []).length) return;
    const tokens = counted.reduce((sum, one) => sum + one, 0);
    this.log.bench({ ...prompt, part: 'tools', characters: placeholder(tokens).length, tokens });
  }

  /** The item that stands before this one, as the service names it. */
  #before(index: number): string | null {
    const before = this.#present.findLast((have) => have < index);
    return before === undefined ? null : itemId(before);
  }

  #joins(index: number): void {
    this.#present = [...this.#present, index].sort((a, b) => a - b);
  }

  /** Puts what the person and the client gave into the conversation: the items before `end` that pass. */
  #givenBefore(end: number, passes: (index: number) => boolean): void {
    for (const [index, item] of this.#session.items.slice(0, end).entries()) {
      if (isOutput(item) || this.#present.includes(index) || this.#gone.has(index) || !passes(index)) continue;
      if (item.kind === 'user-audio') this.#spoken(index, item);
      else if (item.kind !== 'other') this.#written(index, item);
    }
  }

  #spoken(index: number, item: ItemFact): void {
    const id = itemId(index);
    const told = (this.#session.transcriptions ?? []).filter((one) => one.item === index);
    const model = told[0]?.model ?? this.#transcribedBy;
    if (model !== this.#transcribedBy) {
      this.#transcribedBy = model;
      this.#describe('session.updated');
    }
    const ms = audioMsOf(item);
    if (ms !== null) {
      const start = item.startMs ?? this.#bufferMs;
      this.#bufferMs = start + ms;
      this.log
        .server('input_audio_buffer.speech_started', { item_id: id, audio_start_ms: start })
        .server('input_audio_buffer.speech_stopped', { item_id: id, audio_end_ms: this.#bufferMs });
    }
    const before = { previous_item_id: this.#before(index) };
    const content = [{ type: 'input_audio', transcript: null }];
    const whole = { id, type: 'message', role: 'user', status: 'completed', content };
    this.log
      .server('input_audio_buffer.committed', { ...before, item_id: id })
      .server('conversation.item.added', { ...before, item: whole })
      .server('conversation.item.done', { ...before, item: whole });
    this.#joins(index);
    for (const one of told) this.#transcribed(one, id);
  }

  #transcribed(told: TranscriptionFact, id: string): void {
    const transcript = placeholder(told.transcriptO200k);
    const usage = transcriptionUsage(told);
    this.log.server('conversation.item.input_audio_transcription.completed', {
      item_id: id,
      content_index: 0,
      transcript,
      ...(usage === null ? {} : { usage }),
    });
    this.#count('text', id, transcript, told.transcriptO200k);
  }

  /** Tokens of an item's text alone: a length worked out from a report has the text token of its image in it. */
  #textTokens({ o200k, o200kInferred, images }: ItemFact): number | null {
    if (typeof o200k !== 'number') return null;
    const text = typeof o200kInferred === 'string' ? o200k - (images ?? 0) : o200k;
    return text < 0 ? null : text;
  }

  #writtenItem(index: number, item: ItemFact, text: string): JsonObject {
    const id = itemId(index);
    if (item.kind === 'function-output') {
      const call = this.#session.items.slice(0, index).findLastIndex(({ kind }) => kind === 'function-call');
      return { id, type: 'function_call_output', call_id: `call_${call}`, output: text };
    }
    const given = item.kind === 'assistant-text-given';
    const images = Array.from({ length: item.images ?? 0 }, () => ({ type: 'input_image', image_url: 'data:,' }));
    return {
      id,
      type: 'message',
      role: given ? 'assistant' : 'user',
      content: [{ type: given ? 'output_text' : 'input_text', text }, ...images],
    };
  }

  #written(index: number, item: ItemFact): void {
    const tokens = this.#textTokens(item);
    const text = placeholder(tokens);
    const whole = this.#writtenItem(index, item, text);
    const before = { previous_item_id: this.#before(index) };
    this.log
      .client('conversation.item.create', { event_id: `event_${itemId(index)}`, ...before, item: whole })
      .server('conversation.item.added', { ...before, item: whole });
    this.#count('text', itemId(index), text, tokens);
    this.log.server('conversation.item.done', { ...before, item: { ...whole, status: 'completed' } });
    this.#joins(index);
  }

  /** The indexes of what a response wrote: those it names, and those that name it. */
  #outputOf(k: number, { outItems }: ResponseFact): number[] {
    return this.#session.items.flatMap((item, index) =>
      isOutput(item) && (item.fromResponse === k || (outItems ?? []).includes(index)) ? [index] : [],
    );
  }

  /** Brings the conversation to what the response reads. Returns the items its request has to name, null for all there are. */
  #conversationOf(k: number, { reads }: ResponseFact): readonly number[] | null {
    const wanted = new Set((reads ?? []).map(({ item }) => item));
    this.#givenBefore(this.#session.items.length, (index) => wanted.has(index));
    if (reads === null || reads === undefined) return null;
    for (const { item, truncatedAtMs } of reads) {
      if (typeof truncatedAtMs !== 'number' || this.#truncatedMs.get(item) === truncatedAtMs) continue;
      if (!this.#present.includes(item)) continue;
      this.#truncatedMs.set(item, truncatedAtMs);
      this.log.server('conversation.item.truncated', {
        item_id: itemId(item),
        content_index: 0,
        audio_end_ms: truncatedAtMs,
      });
    }
    const later = new Set(
      this.#session.responses.slice(k + 1).flatMap((next) => (next.reads ?? []).map(({ item }) => item)),
    );
    const unread = this.#present.filter((index) => !wanted.has(index));
    for (const index of unread.filter((one) => !later.has(one))) {
      this.log.server('conversation.item.deleted', { item_id: itemId(index) });
      this.#present = this.#present.filter((have) => have !== index);
      this.#gone.add(index);
    }
    return unread.some((index) => later.has(index)) ? this.#present.filter((index) => wanted.has(index)) : null;
  }

  #response(k: number, response: ResponseFact, usage: JsonObject | null): void {
    const id = responseId(k);
    const output = this.#outputOf(k, response);
    const firstOutput = output[0] ?? 0;
    const named = this.#conversationOf(k, response);
    if (!isInputTold(this.#session, response)) this.#givenBefore(firstOutput, () => true);
    // A prompt that nobody knows: so that no estimate is made of what the facts leave out.
    const ownPrompt = response.promptUnknown === true || !isInputTold(this.#session, response);
    const lastRead = this.#session.items[response.reads?.at(-1)?.item ?? -1];
    if (ownPrompt || named !== null || lastRead?.kind !== 'user-audio') {
      this.log.client('response.create', {
        event_id: `event_${id}`,
        response: {
          ...(ownPrompt ? { instructions: 'Instructions that are not known.' } : {}),
          ...(named === null ? {} : { input: named.map((index) => ({ type: 'item_reference', id: itemId(index) })) }),
        },
      });
    }
    const spoken = response.modality === 'audio';
    const head = { id, object: 'realtime.response', conversation_id: 'conv_1' };
    const modalities = [spoken ? 'audio' : 'text'];
    this.log.server('response.created', {
      response: { ...head, status: 'in_progress', output_modalities: modalities },
    });
    this.#givenBefore(firstOutput, () => true);
    this.#write(k, response, output);
    const status = wireStatuses.includes(response.status ?? '') ? (response.status ?? null) : null;
    const reason = response.statusReason ?? null;
    this.log.server('response.done', {
      response: {
        ...head,
        ...(status === null ? {} : { status }),
        status_details: reason === null ? null : { type: status, reason },
        output_modalities: modalities,
        usage,
      },
    });
  }

  /** The items a response writes. Its audio is that of its first message. */
  #write(k: number, response: ResponseFact, output: readonly number[]): void {
    const { items } = this.#session;
    const speaker = output.find((index) => items[index]?.kind === 'answer') ?? output[0];
    for (const [place, index] of output.entries()) {
      const item = items[index];
      if (item === undefined) continue;
      const id = itemId(index);
      const names = { response_id: responseId(k), output_index: place };
      const begun = this.#outputItem(index, item, response, null);
      this.log
        .server('response.output_item.added', { ...names, item: begun })
        .server('conversation.item.added', { previous_item_id: this.#before(index), item: begun });
      const text = placeholder(item.o200k);
      const at = { ...names, item_id: id, content_index: 0 };
      if (item.kind === 'function-call') this.#delta('response.function_call_arguments.delta', at, text);
      else if (response.modality !== 'audio') this.#delta('response.output_text.delta', at, text);
      if (index === speaker) this.#speak(at, response, text);
      this.log.server('response.output_item.done', {
        ...names,
        item: { ...this.#outputItem(index, item, response, text), status: item.status ?? 'completed' },
      });
      const name = item.kind === 'function-call' ? (item.nameO200k ?? usualNameTokens) : 0;
      this.#count('text', id, text, typeof item.o200k === 'number' ? item.o200k + name : null);
      this.log.server('conversation.item.done', {
        previous_item_id: this.#before(index),
        item: this.#outputItem(index, item, response, text),
      });
      this.#joins(index);
    }
  }

  /** The item as it begins (`text` null) and as it stands. */
  #outputItem(index: number, item: ItemFact, { modality }: ResponseFact, text: string | null): JsonObject {
    const id = itemId(index);
    const phase = typeof item.phase === 'string' ? { phase: item.phase } : {};
    if (item.kind === 'function-call') {
      return {
        id,
        type: 'function_call',
        name: 'function_0',
        call_id: `call_${index}`,
        arguments: text ?? '',
        ...phase,
      };
    }
    const part = modality === 'audio' ? { type: 'output_audio', transcript: text } : { type: 'output_text', text };
    return { id, type: 'message', role: 'assistant', content: text === null ? [] : [part], ...phase };
  }

  /** A piece of text in two deltas, where it is long enough: a stretch is not a delta. */
  #delta(type: string, at: { readonly [name: string]: Json }, text: string): void {
    const half = Math.floor(text.length / 2);
    for (const delta of [text.slice(0, half), text.slice(half)]) {
      if (delta !== '') this.log.server(type, { ...at, delta });
    }
  }

  /** Its audio; between the stretches of it the transcript, where it is known in how many stretches that came. */
  #speak(at: { readonly [name: string]: Json }, { usage, runs }: ResponseFact, text: string): void {
    const count = Math.max(1, runs ?? 1);
    const audio = stretches(usage?.outAudio ?? 0, count);
    let said = 0;
    for (const [n, length] of stretches(text.length, count).entries()) {
      if (typeof runs === 'number' && runs > 0) {
        this.#delta('response.output_audio_transcript.delta', at, text.slice(said, said + length));
        said += length;
      }
      for (const tokens of stretches(audio[n] ?? 0, 2)) {
        if (tokens === 0) continue;
        const delta = { $audio: { file: 'output.wav', offset: 44, length: tokens * bytesPerAudioToken } };
        this.log.server('response.output_audio.delta', { ...at, delta });
      }
    }
  }
}

/** A session as it would stand in the library. */
export interface Recorded {
  readonly header: SessionHeader;
  readonly entries: readonly LogEntry[];
}

/** The log of a session of which only the facts are left: its texts stand for others of as many tokens, which are counted. */
export function recordedLog(session: SessionFact, mode: Mode): Recorded {
  const { anchor } = coverageOf(session, mode);
  const usages = session.responses.map(({ usage }, k) => {
    if (usage === null || usage === undefined) return null;
    if (mode === 'visible') return responseUsage(usage);
    return k === anchor ? inputUsage(usage) : null;
  });
  return { header: headerOf(session), entries: new RecordedLog(session, usages).log.entries };
}
