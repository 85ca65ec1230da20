import type { ParsedMeter, UnclassifiedMeter } from './meter-name.ts';
import { modelName } from './model.ts';
import { splitName } from './split.ts';
import { meaningOf, type MeterFamily, type WordMeaning } from './words.ts';
import { repeated } from '../../foreign/repeated.ts';

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
