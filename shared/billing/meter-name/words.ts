/** What one word of a meter's name says. */
export type WordMeaning =
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
export type MeterFamily = 'realtime' | 'transcribe' | 'tts' | 'whisper' | 'translate' | 'audio-chat';
export type MeterModality = 'audio' | 'text' | 'image';
export type MeterDirection = 'input' | 'output';
export type MeterScope = 'global' | 'data-zone' | 'regional';
export type MeterUnit = 'tokens' | 'hours' | 'characters';

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
  ['1217', 1000],
  ['0603', 1000],
  ['0828', 1000],
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
export function listedBlock({ version, generation }: OfModels): number | null {
  if (version !== null) return versionBlocks.get(version) ?? null;
  return generation === null ? firstBlock : (generationBlocks.get(generation) ?? null);
}

/** What of a meter's name no price list of this version of the bench has: `generation 3`; null: nothing. */
export function newIn({ version, generation }: OfModels): string | null {
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
export const meaningOf = (word: string): WordMeaning | undefined =>
  meanings.get(word) ?? (generationPattern.test(word) ? { says: 'generation', generation: word } : undefined);

/** Every word that has a meaning. */
export const knownWords: readonly string[] = [...meanings.keys(), ...generationBlocks.keys()];
