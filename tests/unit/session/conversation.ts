import type { SessionHeader } from '../../../shared/session/entry.ts';
import {
  asReport,
  cachedAudio,
  cachedText,
  callText,
  type Family,
  heardTokens,
  messageAndCall,
  nothingUsed,
  readAs,
  type Said,
  spokenText,
  spokenTokens,
  type Tokens,
  twoMessages,
  type Used,
  usualRuns,
  writtenText,
} from './by-hand.ts';
import { header, LogWriter } from './log.ts';
import type { Ending, Plan, Step } from './plans.ts';

const models: Readonly<Record<Family, string>> = {
  preview: 'gpt-4o-mini-realtime-preview-2024-12-17',
  ga: 'gpt-realtime-mini-2025-12-15',
  reasoning: 'gpt-realtime-2.1-mini',
};

interface Item {
  readonly id: string;
  readonly said: Said;
}

/** What a response read before, in order, and what it put out; null: nothing that the next one can share. */
interface Before {
  readonly read: readonly { readonly id: string; readonly form: string }[];
  readonly own: string | null;
}

/** What a response is put down as, beside what it used. */
export interface Answered {
  readonly id: string;
  readonly used: Used;
  readonly ending: Ending;
}

/** A session that was never recorded: its log, and beside it what each response used by sums done apart. */
export class Conversation {
  readonly log = new LogWriter(20, 5);
  readonly header: SessionHeader;
  readonly answers: Answered[] = [];
  /** Transcriptions that ended, by item: audio tokens, text out and seconds they came to. */
  readonly transcribed = new Map<string, { audio: number; textOut: number; seconds: number }>();
  readonly #plan: Plan;
  #items: Item[] = [];
  #prompt = 117;
  #before: Before | null = null;
  #made = 0;
  readonly #open: string[] = [];
  readonly #untold: string[] = [];
  readonly #hidden: { readonly place: number; readonly ending: Ending } | null;

  /** @param hidden the answer, by its place among those that have begun, whose report never came */
  constructor(plan: Plan, hidden: { readonly place: number; readonly ending: Ending } | null = null) {
    this.#plan = plan;
    this.#hidden = hidden;
    this.header = { ...header, endpoint: { ...header.endpoint, kind: plan.service, deployment: 'voice' } };
    this.#session('x'.repeat(500), 117, 'session.created');
    for (const step of plan.steps) {
      // Nothing comes behind a response whose connection broke.
      if (this.#open.length > 0) break;
      this.#take(step);
    }
    this.log.bench({
      type: 'bench.closed',
      code: 1006,
      reason: '',
      explanation: 'The connection broke.',
      openResponses: this.#open,
      openTranscriptions: this.#untold,
    });
  }

  get #thinks(): boolean {
    return this.#plan.family === 'reasoning';
  }

  /** Models that report tokens for a transcription are used beside all but the oldest. */
  get #countsWords(): boolean {
    return this.#plan.family !== 'preview';
  }

  #id(kind: string): string {
    this.#made += 1;
    return `${kind}_${this.#made}`;
  }

  #session(instructions: string, counted: number, type = 'session.updated'): void {
    const transcription = { model: this.#countsWords ? 'gpt-4o-transcribe' : 'whisper-1' };
    this.log.server(type, {
      session: {
        type: 'realtime',
        model: models[this.#plan.family],
        instructions,
        audio: { input: { transcription, turn_detection: null } },
      },
    });
    this.#count('instructions', null, counted);
  }

  #count(part: 'instructions' | 'text', itemId: string | null, count: number): void {
    const ofSeq = this.log.entries.length;
    this.log.bench({ type: 'bench.tokens', part, ofSeq, itemId, characters: 1, tokens: count, written: 2 });
  }

  #take(step: Step): void {
    switch (step.what) {
      case 'say':
        return this.#say(step);
      case 'type':
        return this.#put('typed', 'user', { kind: 'typed', tokens: step.tokens });
      case 'write':
        return this.#put('given', 'assistant', { kind: 'written by client', tokens: step.tokens });
      case 'speak':
        // How models that think speak is not known.
        return this.#thinks
          ? this.#answer({ what: 'answer', parts: [step.tokens], thought: 0, ending: step.ending })
          : this.#speak(step);
      case 'answer':
        return this.#answer(step);
      case 'call':
        return this.#call(step);
      case 'silence':
        return this.#silence();
      case 'truncate':
        return this.#truncate(step.ms);
      case 'delete':
        return this.#delete(step.which);
      case 'instruct':
        this.#prompt = step.tokens;
        this.#session(`instructions ${this.log.entries.length}`, step.tokens);
        this.#before = null;
    }
  }

  #say({ frames, words, told }: Extract<Step, { what: 'say' }>): void {
    const id = this.#id('said');
    const ms = frames * 20;
    this.log.speak(ms).server('input_audio_buffer.committed', { item_id: id });
    this.#items.push({ id, said: { kind: 'spoken turn', ms } });
    if (told === 'lost') {
      this.#untold.push(id);
      return;
    }
    const audio = heardTokens(ms);
    const used = this.#countsWords
      ? { audio, textOut: words + 2, seconds: 0 }
      : { audio: 0, textOut: 0, seconds: Math.ceil(ms / 1000) };
    this.transcribed.set(id, used);
    const by = told === 'zero' ? { audio: 0, textOut: 0, seconds: 0 } : used;
    this.log.server('conversation.item.input_audio_transcription.completed', {
      item_id: id,
      transcript: 'words',
      usage: this.#countsWords
        ? {
            type: 'tokens',
            total_tokens: by.audio + by.textOut,
            input_tokens: by.audio,
            input_token_details: { text_tokens: 0, audio_tokens: by.audio },
            output_tokens: by.textOut,
          }
        : { type: 'duration', seconds: by.seconds },
    });
    if (this.#countsWords) this.#count('text', id, words);
  }

  #put(kind: string, role: 'user' | 'assistant', said: Extract<Said, { tokens: number }>): void {
    const id = this.#id(kind);
    const content = [{ type: role === 'user' ? 'input_text' : 'output_text', text: 'words' }];
    this.log.server('conversation.item.added', { item: { id, type: 'message', role, content } });
    this.#count('text', id, said.tokens);
    this.#items.push({ id, said });
  }

  /** What the conversation comes to now, item by item. */
  #read(): { id: string; form: string; tokens: Tokens }[] {
    const { family, service } = this.#plan;
    const last = this.#items.findLast(({ said }) => said.kind === 'spoken answer' || said.kind === 'cut answer');
    return this.#items.map(({ id, said }) => {
      const isLast = last?.id === id;
      const demoted = family === 'ga' && said.kind === 'spoken answer' && !isLast;
      return { id, form: demoted ? 'demoted' : said.kind, tokens: readAs(said, isLast, family, service) };
    });
  }

  /** What a response uses that puts this out, and what the next one can share with it. */
  #used(id: string, out: Pick<Used, 'textOut' | 'audioOut' | 'reasoning'>): Used {
    const read = this.#read();
    const sum = (list: readonly { tokens: Tokens }[]): Tokens =>
      list.reduce((all, one) => ({ text: all.text + one.tokens.text, audio: all.audio + one.tokens.audio }), {
        text: 0,
        audio: 0,
      });
    const all = sum(read);
    const before = this.#before;
    const kept = read.findIndex((one, index) => {
      const had = before?.read[index];
      return had === undefined
        ? one.id !== before?.own || one.form === 'cut answer' || index > (before?.read.length ?? 0)
        : had.id !== one.id || had.form !== one.form;
    });
    const shared = sum(kept < 0 ? read : read.slice(0, kept));
    const hits = before !== null && this.#plan.family !== 'preview';
    const textIn = this.#prompt + all.text;
    this.#before = { read, own: out.reasoning > 0 ? null : id };
    return {
      textIn,
      audioIn: all.audio,
      cachedText: hits ? cachedText(this.#prompt + shared.text, textIn) : 0,
      cachedAudio: hits ? cachedAudio(shared.audio) : 0,
      ...out,
    };
  }

  #begin(r: string): void {
    this.log
      .client('response.create', { event_id: `e_${r}` })
      .server('response.created', { response: { id: r, conversation_id: 'conv_1' } });
  }

  #endingOf(planned: Ending): Ending {
    const place = this.answers.filter(({ used }) => used !== nothingUsed).length;
    return this.#hidden?.place === place ? this.#hidden.ending : planned;
  }

  #end(id: string, used: Used, end: Ending): void {
    this.answers.push({ id, used, ending: end });
    if (end === 'lost') {
      this.#open.push(id);
      return;
    }
    const status = end === 'zero' || end === 'cut' ? 'cancelled' : 'completed';
    const usage = end === 'null' ? null : asReport(end === 'zero' ? nothingUsed : used);
    this.log.server('response.done', { response: { id, status, usage } });
  }

  #speak({ ms, tokens: words, shown, ending: planned, stray }: Extract<Step, { what: 'speak' }>): void {
    const [r, a] = [this.#id('resp'), this.#id('answer')];
    const end = this.#endingOf(planned);
    const isCut = end === 'cut';
    const audio = spokenTokens(ms);
    const runs = Math.max(1, Math.max(usualRuns(words, audio), shown) + stray.runs);
    const textOut = spokenText(words, runs, isCut);
    const audioOut = Math.max(1, audio + stray.audio);
    const used = this.#used(a, { textOut, audioOut, reasoning: 0 });
    const at = { response_id: r, item_id: a };
    const item = { id: a, type: 'message', role: 'assistant' };
    this.#begin(r);
    this.log.server('response.output_item.added', { response_id: r, item: { ...item, content: [] } });
    for (let n = 0; n < shown; n += 1) {
      const length = (Math.floor((ms * (n + 1)) / shown) - Math.floor((ms * n) / shown)) * 48;
      this.log
        .server('response.output_audio_transcript.delta', { ...at, delta: 'some words ' })
        .server('response.output_audio.delta', {
          ...at,
          delta: { $audio: { file: 'output.wav', offset: 44, length } },
        });
    }
    if (isCut) {
      const content = [{ type: 'output_audio', transcript: 'some words '.repeat(shown) }];
      this.log.server('response.output_item.done', {
        response_id: r,
        item: { ...item, status: 'incomplete', content },
      });
    }
    this.#end(r, used, end);
    this.#count('text', a, words);
    this.#items.push({ id: a, said: { kind: 'spoken answer', tokens: words, textOut, audioOut } });
  }

  #answer({ parts, thought: planned, ending: end }: Extract<Step, { what: 'answer' }>): void {
    const r = this.#id('resp');
    const [first = 1, second] = this.#thinks ? parts : parts.slice(0, 1);
    const ids = (second === undefined ? [first] : [first, second]).map(() => this.#id('written'));
    const visible = second === undefined ? writtenText(first, this.#plan.family) : twoMessages(first, second);
    const reasoning = this.#thinks ? planned : 0;
    const used = this.#used(ids[0] ?? '', { textOut: visible + reasoning, audioOut: 0, reasoning });
    this.#begin(r);
    for (const id of ids) this.#message(r, id);
    this.#end(r, used, this.#writtenEnding(end));
    for (const [index, id] of ids.entries()) this.#count('text', id, index === 0 ? first : (second ?? 0));
    this.#items.push({ id: ids[0] ?? '', said: { kind: 'written answer', textOut: visible } });
  }

  /** What lacks of a text that was cut off was never read off a recording. */
  #writtenEnding(planned: Ending): Ending {
    const end = this.#endingOf(planned);
    return end === 'cut' ? 'reported' : end;
  }

  #message(r: string, id: string): void {
    const item = { id, type: 'message', role: 'assistant', content: [] };
    this.log
      .server('response.output_item.added', { response_id: r, item })
      .server('response.output_text.delta', { response_id: r, item_id: id, delta: 'written words' });
  }

  #call({ message, tokens: words, result, thought: planned, ending: end }: Extract<Step, { what: 'call' }>): void {
    const [r, m, c, o] = [this.#id('resp'), this.#id('written'), this.#id('call'), this.#id('result')];
    // A message beside a call was measured on OpenAI and on models that think alone.
    const both = this.#thinks && this.#plan.service === 'openai' && message > 0;
    const visible = both ? messageAndCall(message, words) : callText(words);
    const reasoning = this.#thinks ? planned : 0;
    const used = this.#used(both ? m : c, { textOut: visible + reasoning, audioOut: 0, reasoning });
    const item = { id: c, type: 'function_call', name: 'find', call_id: c };
    this.#begin(r);
    if (both) this.#message(r, m);
    this.log
      .server('response.output_item.added', { response_id: r, item: { ...item, arguments: '' } })
      .server('response.function_call_arguments.delta', { response_id: r, item_id: c, delta: '{"number":418}' });
    this.#end(r, used, this.#writtenEnding(end));
    if (both) this.#count('text', m, message);
    this.#count('text', c, words);
    const said: Said = both ? { kind: 'written answer', textOut: visible } : { kind: 'call', textOut: visible };
    this.#items.push({ id: both ? m : c, said });
    this.log.server('conversation.item.added', {
      item: { id: o, type: 'function_call_output', call_id: c, output: 'on the van' },
    });
    this.#count('text', o, result);
    this.#items.push({ id: o, said: { kind: 'result', tokens: result } });
  }

  /** Interrupted before anything of an answer had come. */
  #silence(): void {
    const r = this.#id('resp');
    this.#begin(r);
    this.log.server('response.done', { response: { id: r, status: 'cancelled', usage: asReport(nothingUsed) } });
    this.answers.push({ id: r, used: nothingUsed, ending: 'zero' });
  }

  /** Known of preview models alone. */
  #truncate(ms: number): void {
    const index = this.#items.findLastIndex(({ said }) => said.kind === 'spoken answer');
    const item = this.#items[index];
    if (item?.said.kind !== 'spoken answer' || this.#plan.family !== 'preview') return;
    const heardMs = Math.min(ms, item.said.audioOut * 50);
    this.log.server('conversation.item.truncated', { item_id: item.id, content_index: 0, audio_end_ms: heardMs });
    this.#items[index] = { id: item.id, said: { kind: 'cut answer', heardMs } };
  }

  #delete(which: number): void {
    const item = this.#items[which % Math.max(1, this.#items.length)];
    if (item === undefined) return;
    // One part of several, and the answer that is still read with its audio: nobody has seen what becomes of the rest.
    if (item.said.kind === 'written answer' || item.said.kind === 'spoken answer') return;
    this.log.server('conversation.item.deleted', { item_id: item.id });
    this.#items = this.#items.filter(({ id }) => id !== item.id);
  }
}
