import { asArray, asString, isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import { askedDialect, entryInGa, type SpokenDialect, spokenAfter } from '../../protocol/dialects.ts';
import { optionsFromSession, optionSpec, optionText } from '../../protocol/options/options.ts';
import type { SessionAbout } from '../about.ts';
import type { LogEntry, SessionHeader } from '../entry.ts';

/** Where in a session a text stands. */
export const searchPlaces = ['said', 'note', 'name', 'option', 'event'] as const;
export type SearchPlace = (typeof searchPlaces)[number];

/** One text of a session that can be found. */
export interface SearchLine {
  readonly place: SearchPlace;
  /** Who said it, or what it is of: the label of an option, the type of an event; null: what a person wrote about the session. */
  readonly by: 'you' | 'assistant' | 'system' | 'tool' | null;
  /** Number of the response it belongs to, as in R7; null: none. */
  readonly response: number | null;
  /** Session time in ms at which it was first said or heard, and the entry it stands in; null: it stands beside the log. */
  readonly t: number | null;
  readonly seq: number | null;
  readonly itemId: string | null;
  readonly text: string;
}

/** Letters of one text, and texts of one session, that are searched; what lies beyond is counted. */
const longestText = 20_000;
const mostLines = 20_000;

/** Members that name things for programs, or hold sound. */
const names = 'type event_id id item_id response_id call_id previous_item_id object conversation_id';
const unread = new Set(`${names} audio delta data image_url session usage logprobs obfuscation $audio`.split(' '));

const mostDepth = 12;

/** The words in an event: every text that is no name for programs. */
function wordsOf(value: Json, depth = 0): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (depth > mostDepth || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => wordsOf(one, depth + 1));
  return Object.entries(value).flatMap(([key, inside]) => (unread.has(key) ? [] : wordsOf(inside, depth + 1)));
}

/** Events of which only the type is of interest: the words in them stand elsewhere, or are no words. */
const isWordless = (type: string): boolean =>
  type.endsWith('.delta') ||
  type.startsWith('input_audio_buffer.append') ||
  type === 'session.update' ||
  type === 'bench.tokens' ||
  type.includes('transcript') ||
  /^response\.(?:output_text|content_part|output_item|done|created|create)/.test(type) ||
  /^conversation\.item\.(?:create|added|done)$/.test(type);

interface Saying {
  readonly by: NonNullable<SearchLine['by']>;
  readonly response: number | null;
  readonly t: number;
  readonly seq: number;
  text: string;
  /** The service has said it whole. */
  isWhole: boolean;
}

const roleOf = (role: string | undefined): Saying['by'] =>
  role === 'assistant' ? 'assistant' : role === 'system' ? 'system' : 'you';

/** What an option is, as a person reads it. */
const optionLine = (id: string, value: Json): string => {
  const spec = optionSpec(id);
  return spec === undefined ? `${id}: ${JSON.stringify(value)}` : `${spec.label}: ${optionText(spec, value)}`;
};

/**
 * Collects from the entries of a session, shown in order, what can be found in it. What a cut answer had said stays findable,
 * though the conversation holds it no more.
 */
export class Searchable {
  readonly #sayings = new Map<string, Saying>();
  readonly #responses = new Map<string, number>();
  /** When an item began to be spoken, or was first played. */
  readonly #heard = new Map<string, number>();
  readonly #options = new Map<string, SearchLine>();
  readonly #events = new Map<string, SearchLine>();
  #dialect: SpokenDialect;
  #left = 0;

  constructor(header: SessionHeader | null) {
    this.#dialect = askedDialect(header?.endpoint.dialect ?? 'ga');
    for (const [id, value] of Object.entries(header?.requested ?? {})) this.#option(id, value, null);
  }

  /** Never throws, whatever the entry holds. */
  take(raw: LogEntry): void {
    if (raw.from === 'server') this.#dialect = spokenAfter(this.#dialect, raw.event);
    const entry = entryInGa(this.#dialect.reads, raw);
    const { event } = entry;
    if (!isJsonObject(event)) return;
    const type = asString(event['type']) ?? '';
    this.#hear(type, event, entry);
    this.#say(type, event, entry);
    if (type === 'session.update' && entry.from === 'client' && isJsonObject(event['session'])) {
      for (const [id, value] of Object.entries(optionsFromSession(event['session']))) this.#option(id, value, entry);
    }
    this.#event(type, event, entry);
  }

  /** What can be found by now; `left`: texts that are not, for there are too many. */
  get lines(): { readonly lines: readonly SearchLine[]; readonly left: number } {
    const said = [...this.#sayings].flatMap(([itemId, { by, response, t: writtenMs, seq, text }]): SearchLine[] => {
      const t = this.#heard.get(itemId) ?? writtenMs;
      return text.trim() === ''
        ? []
        : [{ place: 'said', by, response, t, seq, itemId, text: text.slice(0, longestText) }];
    });
    said.sort((one, other) => (one.t ?? 0) - (other.t ?? 0));
    const all = [...said, ...this.#options.values(), ...this.#events.values()];
    return { lines: all.slice(0, mostLines), left: this.#left + Math.max(0, all.length - mostLines) };
  }

  #hear(type: string, event: JsonObject, { t }: LogEntry): void {
    const isSpeech = type === 'input_audio_buffer.speech_started';
    if (!isSpeech && type !== 'bench.playback.started') return;
    const itemId = asString(event[isSpeech ? 'item_id' : 'itemId']);
    if (itemId !== undefined && !this.#heard.has(itemId)) this.#heard.set(itemId, t);
  }

  #say(type: string, event: JsonObject, entry: LogEntry): void {
    const text = (key: string): string => asString(event[key]) ?? '';
    switch (type) {
      case 'response.created': {
        const id = isJsonObject(event['response']) ? asString(event['response']['id']) : undefined;
        if (id !== undefined) this.#responses.set(id, this.#responses.size + 1);
        return;
      }
      case 'conversation.item.input_audio_transcription.delta':
        return this.#add('you', event, entry, text('delta'), false);
      case 'conversation.item.input_audio_transcription.completed':
        return this.#add('you', event, entry, text('transcript'), true);
      case 'response.output_audio_transcript.delta':
      case 'response.output_text.delta':
        return this.#add('assistant', event, entry, text('delta'), false);
      case 'response.output_audio_transcript.done':
        return this.#add('assistant', event, entry, text('transcript'), true);
      case 'response.output_text.done':
        return this.#add('assistant', event, entry, text('text'), true);
      case 'response.function_call_arguments.done':
        return this.#add('tool', event, entry, [text('name'), text('arguments')].join(' ').trim(), true);
      case 'conversation.item.create':
      case 'conversation.item.added':
        return this.#item(event['item'], entry);
      default:
    }
  }

  #item(item: Json | undefined, entry: LogEntry): void {
    if (!isJsonObject(item)) return;
    const id = asString(item['id']) ?? `entry ${entry.seq}`;
    const content = asArray(item['content']);
    const texts = content
      .filter(isJsonObject)
      .flatMap((part) => asString(part['text']) ?? asString(part['transcript']) ?? []);
    const output = asString(item['output']);
    const words = [...texts, ...(output === undefined ? [] : [output])].join(' ');
    if (words === '') return;
    const isRepeated = [...this.#sayings].some(([of, { text }]) => of.startsWith('entry ') && text === words);
    // The service repeats what was sent without an id.
    if (entry.from === 'server' && isRepeated) return;
    this.#add(output === undefined ? roleOf(asString(item['role'])) : 'tool', { item_id: id }, entry, words, true);
  }

  #add(by: Saying['by'], event: JsonObject, { t, seq }: LogEntry, text: string, isWhole: boolean): void {
    const id = asString(event['item_id']) ?? `entry ${seq}`;
    const before = this.#sayings.get(id);
    if (before === undefined) {
      const response = this.#responses.get(asString(event['response_id']) ?? '') ?? null;
      this.#sayings.set(id, { by, response, t, seq, text, isWhole });
    } else if (isWhole) {
      before.text = text === '' ? before.text : text;
      before.isWhole = true;
    } else if (!before.isWhole && before.text.length < longestText) before.text += text;
  }

  #option(id: string, value: Json, entry: LogEntry | null): void {
    const text = optionLine(id, value).slice(0, longestText);
    const [t, seq] = entry === null ? [0, null] : [entry.t, entry.seq];
    if (this.#options.has(text)) return;
    this.#options.set(text, { place: 'option', by: null, response: null, t, seq, itemId: null, text });
  }

  #event(type: string, event: JsonObject, { t, seq }: LogEntry): void {
    const words = isWordless(type) ? [] : wordsOf(event);
    const text = [type, ...words].join(' ').slice(0, longestText);
    if (text === '' || this.#events.has(text)) return;
    if (this.#events.size >= mostLines) {
      this.#left += 1;
      return;
    }
    this.#events.set(text, {
      place: 'event',
      by: null,
      response: null,
      t,
      seq,
      itemId: asString(event['item_id']) ?? null,
      text,
    });
  }
}

const beside = (place: 'note' | 'name', text: string): SearchLine => ({
  place,
  by: null,
  response: null,
  t: null,
  seq: null,
  itemId: null,
  text,
});

/** What of a session is found that stands beside its log: what a person wrote, and what it is called. */
export function besideLog({ name, note, tags }: SessionAbout, header: SessionHeader | null): SearchLine[] {
  const called = [name, header?.profile, header?.endpoint.label, header?.endpoint.deployment, header?.input.name];
  const names = [...called, header?.sessionId, ...tags].flatMap((text) => ((text ?? '') === '' ? [] : [text ?? '']));
  const lines = (note ?? '').split('\n').filter((line) => line.trim() !== '');
  return [...[...new Set(names)].map((text) => beside('name', text)), ...lines.map((line) => beside('note', line))];
}
