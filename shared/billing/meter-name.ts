import { repeated } from '../kit/untrusted/quoting.ts';
import { readLineItem } from './openai/line-item.ts';

/** What one word of a meter's name says. */
type WordMeaning =
  | { readonly says: 'nothing' }
  | { readonly says: 'provider' }
  | { readonly says: 'family'; readonly family: MeterFamily }
  | { readonly says: 'modality'; readonly modality: MeterModality }
  | { readonly says: 'direction'; readonly direction: MeterDirection }
  | { readonly says: 'cached' }
  | { readonly says: 'scope'; readonly scope: MeterScope }
  | { readonly says: 'mini' }
  | { readonly says: 'preview' }
  | { readonly says: 'diarize' }
  | { readonly says: 'batch' }
  | { readonly says: 'generation'; readonly generation: string }
  | { readonly says: 'block'; readonly block: number }
  | { readonly says: 'unit'; readonly unit: MeterUnit };

/** `audio-chat` is the gpt-audio line of models, which the chat API serves. */
type MeterFamily = 'realtime' | 'transcribe' | 'tts' | 'whisper' | 'translate' | 'audio-chat';
type MeterModality = 'audio' | 'text' | 'image';
type MeterDirection = 'input' | 'output';
export type MeterScope = 'global' | 'data-zone' | 'regional';
type MeterUnit = 'tokens' | 'hours' | 'characters';

const family = (family: MeterFamily): WordMeaning => ({ says: 'family', family });
const modality = (modality: MeterModality): WordMeaning => ({ says: 'modality', modality });
const direction = (direction: MeterDirection): WordMeaning => ({ says: 'direction', direction });
const scope = (scope: MeterScope): WordMeaning => ({ says: 'scope', scope });
const unit = (unit: MeterUnit): WordMeaning => ({ says: 'unit', unit });
const million = 1_000_000;

/**
 * Generations and versions (MMDD) of models, each with the tokens in one priced unit of its meters as the price lists have it.
 * A version says more than its generation. A new one is one entry here; until it has one its meters are read and said to be new,
 * and how many tokens one unit holds is not known.
 */
const generationBlocks = new Map([
  ['4o', 1000],
  ['1.5', million],
  ['2', million],
  ['2.1', million],
]);
const versionBlocks = new Map([
  ['1001', 1000],
  ['1217', 1000],
  ['0320', 1000],
  ['0603', 1000],
  ['0828', 1000],
  ['1006', 1000],
  ['1215', million],
]);
/** Meters that name neither: those of the first models, or they say the block. */
const firstBlock = 1000;

/** Whether a word that no table has stands where a generation does: `3`, `2.5`, `5o`. */
const generationPattern = /^\d{1,2}(?:\.\d{1,2})?o?$/;

interface OfModels {
  readonly version: string | null;
  readonly generation: string | null;
}

/** Tokens in one priced unit of the meters of a version and generation; null: they are new. */
function listedBlock({ version, generation }: OfModels): number | null {
  // A version is a day without a year: that of a new generation may be one that an older had.
  if (newIn({ version, generation }) !== null) return null;
  if (version !== null) return versionBlocks.get(version) ?? null;
  return generation === null ? firstBlock : (generationBlocks.get(generation) ?? null);
}

/** What of a meter's name no price list of this version of the bench has: `generation 3`; null: nothing. */
function newIn({ version, generation }: OfModels): string | null {
  if (generation !== null && !generationBlocks.has(generation)) return `generation ${generation}`;
  return version !== null && !versionBlocks.has(version) ? `version ${version}` : null;
}

/** Spellings of each meaning, as bills write them. A new spelling is one word here. */
const spellings: readonly (readonly [WordMeaning, string])[] = [
  [{ says: 'provider' }, 'gpt'],
  [{ says: 'nothing' }, 'azure openai'],
  [family('realtime'), 'rt realtime rtime'],
  [family('transcribe'), 'trscb tcrb transcribe'],
  [family('tts'), 'tts'],
  [family('whisper'), 'whisper'],
  [family('translate'), 'translate'],
  [modality('audio'), 'aud audio'],
  [modality('text'), 'txt text'],
  [modality('image'), 'img image'],
  [direction('input'), 'in inp inpt input'],
  // "opt" reads like "option"; it is output.
  [direction('output'), 'out outp opt outpt output'],
  [{ says: 'cached' }, 'cd cchd ccchd cached'],
  [scope('global'), 'gl glbl glb global'],
  [scope('data-zone'), 'dz dzn dzone datazone'],
  [scope('regional'), 'rg rgnl regnl regn regional'],
  [{ says: 'mini' }, 'mn mini'],
  [{ says: 'preview' }, 'prvw preview'],
  [{ says: 'diarize' }, 'd diarize'],
  [{ says: 'batch' }, 'batch'],
  [{ says: 'block', block: 1000 }, '1k'],
  [{ says: 'block', block: million }, '1m'],
  [unit('tokens'), 'token tokens'],
  [unit('hours'), 'unit units'],
  [unit('characters'), 'characters'],
];

const meanings = new Map(
  spellings.flatMap(([meaning, words]) => words.split(' ').map((word) => [word, meaning] as const)),
);

/** The meaning of a lower-case word, or undefined for one no bill has shown yet. */
const meaningOf = (word: string): WordMeaning | undefined =>
  meanings.get(word) ?? (generationPattern.test(word) ? { says: 'generation', generation: word } : undefined);

/** Every word that has a meaning. */
const knownWords: readonly string[] = [...meanings.keys(), ...generationBlocks.keys()];

/** A meter's name, understood. */
export interface ClassifiedMeter {
  readonly kind: 'classified';
  readonly name: string;
  /** null: plain words such as `audio in`, which name no model. */
  readonly family: MeterFamily | null;
  /** As the price book spells models: `gpt-realtime-mini`; null for plain words. */
  readonly model: string | null;
  /** MMDD of the model's version, as the name has it. */
  readonly version: string | null;
  /** Of the models, as the name has it: `4o`, `2.1`; null: it names none. */
  readonly generation: string | null;
  readonly modality: MeterModality;
  readonly direction: MeterDirection;
  /** Cached tokens are always input. */
  readonly cached: boolean;
  readonly scope: MeterScope | null;
  readonly batch: boolean;
  readonly unit: MeterUnit | null;
  /** Tokens in one unit of quantity, where the name says so. */
  readonly block: number | null;
}

/** A name that is not understood whole, and why. Nothing about it is guessed. */
interface UnclassifiedMeter {
  readonly kind: 'unclassified';
  readonly name: string;
  /** The words that no table has; empty when the words are known and their sum is not. */
  readonly words: readonly string[];
  /** One clause: `"speech" is not a word of a token meter`. */
  readonly reason: string;
}

export type ParsedMeter = ClassifiedMeter | UnclassifiedMeter;

/** Tokens in one priced unit of a meter: what its name says, else what the price list has for its version; null where neither is known, and for plain words. */
export function usualBlock(meter: ClassifiedMeter): number | null {
  if (meter.block !== null) return meter.block;
  return meter.model === null || (meter.unit !== null && meter.unit !== 'tokens') ? null : listedBlock(meter);
}

/** A sentence for a meter of models that this version of the bench does not know; null: it knows them. */
export function newMeterNote(meter: ClassifiedMeter): string | null {
  const what = newIn(meter);
  if (what === null) return null;
  const counts = meter.unit === null || meter.unit === 'tokens';
  const holds =
    counts && usualBlock(meter) === null
      ? ', and how many tokens one unit of it holds is not known unless its row says so'
      : '';
  return `${meter.name}: ${what} is new to this version of Voxtally. The name is read like those before it${holds}.`;
}

export interface ModelWords {
  readonly family: MeterFamily;
  readonly generation: string | null;
  readonly mini: boolean;
  readonly diarize: boolean;
}

const tails: Readonly<Record<Exclude<MeterFamily, 'realtime' | 'audio-chat'>, string>> = {
  transcribe: 'transcribe',
  tts: 'tts',
  whisper: 'whisper',
  translate: 'translate',
};

/** The model's name as price books and `session.created` spell it. Families with a realtime twin are told apart by `realtime`. */
function modelName({ family, generation, mini, diarize }: ModelWords, realtime: boolean): string {
  const small = mini ? '-mini' : '';
  if (family === 'realtime' || family === 'audio-chat') {
    const tail = family === 'realtime' ? 'realtime' : 'audio';
    if (generation === '4o') return `gpt-4o${small}-${tail}-preview`;
    return `gpt-${tail}${generation === null ? '' : `-${generation}`}${small}`;
  }
  if (realtime) return `gpt-realtime-${tails[family]}`;
  if (family === 'whisper') return 'whisper-1';
  return `gpt-${generation ?? '4o'}${small}-${tails[family]}${diarize ? '-diarize' : ''}`;
}

/** Words that bills write together or apart. Each line: what is found, what it becomes. Applied in order to lower-case text. */
const joints: readonly (readonly [RegExp, string])[] = [
  [/\bdata zone\b/g, 'datazone'],
  // A service's name, not a text meter.
  [/\bspeech[ -]to[ -]text\b/g, ' '],
  [/\bgpt(?=\d)/g, 'gpt '],
  [/\b4omini\b/g, '4o mini'],
  [/realtimeprvw/g, 'realtime prvw '],
  [/\b(aud|txt|img)(?=\d{4}\b)/g, '$1 '],
  [/\b(aud|txt|img)(?=(inp|outp)\b)/g, '$1 '],
];

/** The words of a meter's name in lower case, glued ones taken apart. `audio_in` is two words too. */
function splitName(name: string): string[] {
  const text = joints.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name.toLowerCase());
  return text.split(/[\s_,()/-]+/).filter((word) => word !== '');
}

type Says = WordMeaning['says'];
type Of<S extends Says> = Extract<WordMeaning, { says: S }>;

const versionPattern = /^(0[1-9]|1[0-2])([0-2]\d|3[01])$/;

/** Families that stand beside `realtime` in one name, and then decide: `gpt-realtime-whisper`. */
const stronger: readonly MeterFamily[] = ['transcribe', 'tts', 'whisper', 'translate'];

/**
 * Reads a meter's name by its words, in any order. A word that no table has, or words that contradict each other,
 * leave the name unclassified with the reason; nothing is guessed.
 */
export function parseMeterName(name: string): ParsedMeter {
  const item = readLineItem(name);
  if (item?.kind === 'classified') return item;
  const meter = readWords(name);
  return meter.kind === 'classified' ? meter : (item ?? meter);
}

function readWords(name: string): ParsedMeter {
  const unclassified = (reason: string, words: readonly string[] = []): UnclassifiedMeter => ({
    kind: 'unclassified',
    name,
    words,
    reason,
  });
  const words = splitName(name);
  const versions = words.filter((word) => versionPattern.test(word));
  const meant = words
    .filter((word) => !versionPattern.test(word))
    .map((word) => ({ word, meaning: meaningOf(word) ?? null }));
  const unknown = meant.filter(({ meaning }) => meaning === null).map(({ word }) => word);
  if (words.length === 0) return unclassified('the name is empty');
  if (unknown.length > 0) {
    const named = unknown.map((word) => repeated(word)).join(', ');
    return unclassified(
      `${named} ${unknown.length === 1 ? 'is not a word' : 'are not words'} of a token meter`,
      unknown,
    );
  }
  const meanings = meant.flatMap(({ meaning }) => meaning ?? []);
  const all = <S extends Says>(says: S): Of<S>[] => meanings.filter((one): one is Of<S> => one.says === says);
  const has = (says: Says): boolean => meanings.some((one) => one.says === says);

  const contradiction = (['direction', 'scope', 'unit', 'block', 'generation'] as const).find(
    (says) => new Set(all(says).map((one) => JSON.stringify(one))).size > 1,
  );
  if (contradiction !== undefined) return unclassified(`it names two of ${contradiction}`);
  if (versions.length > 1) return unclassified('it names two versions');

  const families = all('family').map((one) => one.family);
  const realtime = families.includes('realtime');
  const modalities = all('modality').map((one) => one.modality);
  const unit = all('unit')[0]?.unit ?? null;
  const family =
    families.find((one) => stronger.includes(one)) ?? families[0] ?? chatFamily(has('provider'), modalities);
  if (family === undefined) return unclassified('it names no realtime, audio or transcription model');

  const modality =
    (family === 'audio-chat' ? (modalities[1] ?? modalities[0]) : modalities[0]) ??
    (unit === 'hours' ? 'audio' : undefined);
  const number = all('generation')[0]?.generation;
  if (family === null && number !== undefined && !generationBlocks.has(number)) {
    return unclassified(`${repeated(number)} is not a word of a token meter`, [number]);
  }
  if (modality === undefined) return unclassified('it names neither audio, text nor image');
  if (family !== 'audio-chat' && new Set(modalities).size > 1) return unclassified('it names two kinds of tokens');
  if (has('diarize') && family !== 'transcribe') return unclassified('"d" belongs to a transcription meter', ['d']);

  const cached = has('cached');
  const generation = all('generation')[0]?.generation ?? null;
  const direction = all('direction')[0]?.direction ?? (cached || unit === 'hours' ? 'input' : undefined);
  if (direction === undefined) return unclassified('it says neither input nor output');
  if (cached && direction === 'output') return unclassified('cached tokens are input, and it says output');

  return {
    kind: 'classified',
    name,
    family,
    model:
      family === null
        ? null
        : modelName(
            {
              family,
              generation,
              mini: has('mini'),
              diarize: has('diarize'),
            },
            realtime,
          ),
    version: versions[0] ?? null,
    generation,
    modality,
    direction,
    cached,
    scope: all('scope')[0]?.scope ?? null,
    batch: has('batch'),
    unit,
    block: all('block')[0]?.block ?? null,
  };
}

/** Without a family word: gpt-audio where the provider and audio are named, plain words where neither model nor provider is. */
function chatFamily(provider: boolean, modalities: readonly string[]): 'audio-chat' | null | undefined {
  if (provider) return modalities[0] === 'audio' ? 'audio-chat' : undefined;
  return modalities.length > 0 ? null : undefined;
}

/** A bill names a few hundred meters in millions of rows. */
const mostNames = 10_000;
const names = new Map<string, ParsedMeter>();

/** A meter's name parsed, remembered for the next row that has it. */
export function meterNamed(name: string): ParsedMeter {
  const known = names.get(name);
  if (known !== undefined) return known;
  const meter = parseMeterName(name);
  if (names.size >= mostNames) names.clear();
  names.set(name, meter);
  return meter;
}

/** Whether one slip of the hand makes one word of the other: a letter too many, too few, another, or two exchanged. */
function oneSlipApart(one: string, other: string): boolean {
  const length = Math.max(one.length, other.length);
  if (Math.abs(one.length - other.length) > 1 || length < 3) return false;
  let from = 0;
  while (from < length && one[from] === other[from]) from += 1;
  const rest = one.slice(from);
  const otherRest = other.slice(from);
  const exchanged = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return [exchanged, rest.slice(1)].includes(otherRest) || [rest, rest.slice(1)].includes(otherRest.slice(1));
}

/** The meter that was meant, where one slip in one word made a name unknown and one word alone mends it; null: none. */
export function meantMeter({ name, words }: UnclassifiedMeter): string | null {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return null;
  const at = name.toLowerCase().indexOf(word);
  if (at < 0) return null;
  const meant = knownWords
    .filter((known) => oneSlipApart(word, known))
    .map((known) => `${name.slice(0, at)}${known}${name.slice(at + word.length)}`)
    .filter((name) => parseMeterName(name).kind === 'classified');
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** Whether a name is one of a known grammar for a model that is new: without the words that no table has it is understood. */
export function namesNewModel({ name, words }: UnclassifiedMeter): boolean {
  if (words.length === 0) return false;
  const known = splitName(name).filter((word) => !words.includes(word));
  const rest = known.length === 0 ? null : parseMeterName(known.join(' '));
  return rest?.kind === 'classified' && rest.family !== null;
}

/** Why a line is not compared, with the meter that was probably meant. */
export function whyUnclassified(meter: UnclassifiedMeter): string {
  const meant = meantMeter(meter);
  return meant === null ? meter.reason : `${meter.reason}; ${meant} is a meter`;
}
