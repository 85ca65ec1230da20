import { repeated } from '../../kit/untrusted/quoting.ts';

type Family = 'realtime' | 'transcribe' | 'tts' | 'whisper' | 'translate' | 'audio-chat';

/** A line item of OpenAI's costs, understood: a meter of one model, whose quantity is tokens or hours and no block of them. */
export interface LineItem {
  readonly kind: 'classified';
  readonly name: string;
  readonly family: Family;
  /** As OpenAI spells it, without its date: `gpt-realtime-mini`. */
  readonly model: string;
  /** MMDD of the date in the model's name; null: it has none. */
  readonly version: string | null;
  readonly generation: string | null;
  readonly modality: 'audio' | 'text' | 'image';
  readonly direction: 'input' | 'output';
  readonly cached: boolean;
  /** OpenAI's list prices are those of Global. */
  readonly scope: 'global';
  readonly batch: boolean;
  readonly unit: 'tokens' | 'hours';
  /** null: hours. */
  readonly block: 1 | null;
}

/** A line item that is not understood whole, with the words that are not. */
interface UnreadItem {
  readonly kind: 'unclassified';
  readonly name: string;
  readonly words: readonly string[];
  readonly reason: string;
}

/** What one word behind the model says. */
type Meaning =
  | { readonly says: 'modality'; readonly is: LineItem['modality'] }
  | { readonly says: 'direction'; readonly is: LineItem['direction'] }
  | { readonly says: 'cached' | 'batch' | 'time' | 'nothing' };

/** Spellings of each meaning. A new word of OpenAI's is one word here. */
const spellings: readonly (readonly [Meaning, string])[] = [
  [{ says: 'modality', is: 'audio' }, 'audio'],
  [{ says: 'modality', is: 'text' }, 'text'],
  [{ says: 'modality', is: 'image' }, 'image'],
  [{ says: 'direction', is: 'input' }, 'input in prompt'],
  [{ says: 'direction', is: 'output' }, 'output out completion'],
  [{ says: 'cached' }, 'cached'],
  [{ says: 'batch' }, 'batch'],
  [{ says: 'time' }, 'duration seconds minutes hours'],
  // `realtime api | ` stands before models that the Realtime API serves.
  [{ says: 'nothing' }, 'realtime api token tokens'],
];
const meanings = new Map(
  spellings.flatMap(([meaning, words]) => words.split(' ').map((word) => [word, meaning] as const)),
);

/** What in a model's name tells its family, the strongest first: `gpt-realtime-whisper` transcribes. */
const families: readonly (readonly [string, Family])[] = [
  ['transcribe', 'transcribe'],
  ['whisper', 'whisper'],
  ['translate', 'translate'],
  ['tts', 'tts'],
  ['realtime', 'realtime'],
  ['audio', 'audio-chat'],
];

/** Billed by the time of the audio and never by tokens. */
const timed: ReadonlySet<Family> = new Set(['whisper', 'translate']);

/** A model with or without a date, after a tier or service and before what of it is billed. */
const itemPattern =
  /^(?:([a-z][a-z ]*?)\s*\|\s*)?((?:gpt|whisper|tts)(?:-[a-z0-9]+(?:\.\d+)*)*?)(?:-\d{4}-(\d{2})-(\d{2}))?(?:\s*,\s*|\s+|$)(.*)$/i;

/** What stands in place of a line item in costs that were not split by it. */
export const unsplitCosts = 'Costs without a line item';

/** No line item is longer; a cell of a file may be. */
const longestItem = 200;

interface Parts {
  readonly before: string;
  readonly model: string;
  readonly version: string | null;
  readonly rest: string;
}

/** The parts of a line item; null for a name that is none, such as a meter's of Azure: that has neither date, comma nor service. */
function partsOf(name: string): Parts | null {
  const text = name.length > longestItem ? '' : name.trim();
  const [, before = '', model = '', month, day, rest = ''] = itemPattern.exec(text) ?? [];
  if (/^whisper(?:-1)?$/i.test(model) && rest === '') return { before, model: 'whisper-1', version: null, rest };
  const dated = month !== undefined && day !== undefined;
  // OpenAI writes a model as one word with hyphens, and a comma between what is billed and which way it goes.
  const isItem = model.includes('-') && (dated || before !== '' || text.slice(model.length).includes(','));
  return isItem ? { before, model: model.toLowerCase(), version: dated ? `${month}${day}` : null, rest } : null;
}

/** Whether a name is a line item of a model that hears or speaks: one that is not understood is worth telling. */
export function isVoiceItem(name: string): boolean {
  const words = partsOf(name)?.model.split('-') ?? [];
  return name === unsplitCosts || families.some(([word]) => words.includes(word));
}

/** Whether a meter's name is one that OpenAI gives. */
export const isLineItem = (name: string): boolean => {
  const read = readLineItem(name);
  return read?.kind === 'classified';
};

/**
 * Reads a line item as OpenAI's costs, its dashboard and its exports write it: `gpt-realtime-mini-2025-12-15, cached audio input`,
 * `realtime api | gpt-4o-realtime-preview-2024-12-17 audio, input`. null: the name is no line item. Nothing is guessed: one that
 * does not say what is billed is left unclassified with the reason.
 */
export function readLineItem(name: string): LineItem | UnreadItem | null {
  const unread = (reason: string, words: readonly string[] = []): UnreadItem => ({
    kind: 'unclassified',
    name,
    words,
    reason,
  });
  if (name === unsplitCosts) return unread('group them by line item, for nothing else says which meter they are of');
  const parts = partsOf(name);
  if (parts === null) return null;
  const { before, model, version, rest } = parts;
  const ofModel = model.split('-');
  const family = families.find(([word]) => ofModel.includes(word))?.[1];
  if (family === undefined) return unread('it names no realtime, audio or transcription model');
  const words = `${before} ${rest}`.toLowerCase().split(/[\s,|_()/]+/);
  const said = words.filter((word) => word !== '').map((word) => ({ word, meaning: meanings.get(word) ?? null }));
  const unknown = said.filter(({ meaning }) => meaning === null).map(({ word }) => word);
  if (unknown.length > 0) {
    const named = unknown.map((word) => repeated(word)).join(', ');
    return unread(`${named} ${unknown.length === 1 ? 'is not a word' : 'are not words'} of a line item`, unknown);
  }
  const meant = said.flatMap(({ meaning }) => meaning ?? []);
  const has = (says: Meaning['says']): boolean => meant.some((one) => one.says === says);
  const modalities = new Set(meant.flatMap((one) => (one.says === 'modality' ? [one.is] : [])));
  const directions = new Set(meant.flatMap((one) => (one.says === 'direction' ? [one.is] : [])));
  if (modalities.size > 1) return unread('it names two kinds of tokens');
  if (directions.size > 1) return unread('it says both input and output');
  const byTime = has('time') || timed.has(family);
  const [modality = byTime ? 'audio' : undefined] = modalities;
  const cached = has('cached');
  const [direction = byTime || cached ? 'input' : undefined] = directions;
  if (modality === undefined) return unread('it names neither audio, text nor image');
  if (direction === undefined) return unread('it says neither input nor output');
  if (cached && direction === 'output') return unread('cached tokens are input, and it says output');
  return {
    kind: 'classified',
    name,
    family,
    model,
    version,
    generation: family === 'whisper' ? null : (ofModel.find((word) => /^\d+(?:\.\d+)?o?$/.test(word)) ?? null),
    modality,
    direction,
    cached,
    scope: 'global',
    batch: has('batch'),
    unit: byTime ? 'hours' : 'tokens',
    block: byTime ? null : 1,
  };
}
