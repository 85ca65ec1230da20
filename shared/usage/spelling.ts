import { isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { lookup } from '../kit/lookup.ts';

/** Words that tell usage counts apart, by every spelling; words of the second list say nothing. */
const telling = lookup<string>({
  input: 'input',
  in: 'input',
  prompt: 'input',
  output: 'output',
  out: 'output',
  completion: 'output',
  audio: 'audio',
  text: 'text',
  image: 'image',
  cached: 'cached',
  reasoning: 'reasoning',
  total: 'total',
  duration: 'duration',
  second: 'seconds',
  seconds: 'seconds',
});
const silent = new Set(['token', 'tokens', 'count', 'counts', 'detail', 'details', 'usage']);

/** Where a count stands in the `usage` object of the wire, by the words that name it in alphabetical order. */
const places = lookup<string>({
  total: 'total_tokens',
  input: 'input_tokens',
  'input total': 'input_tokens',
  output: 'output_tokens',
  'output total': 'output_tokens',
  'audio input': 'input_token_details.audio_tokens',
  'input text': 'input_token_details.text_tokens',
  'image input': 'input_token_details.image_tokens',
  cached: 'input_token_details.cached_tokens',
  'cached input': 'input_token_details.cached_tokens',
  'audio cached': 'input_token_details.cached_tokens_details.audio_tokens',
  'audio cached input': 'input_token_details.cached_tokens_details.audio_tokens',
  'cached text': 'input_token_details.cached_tokens_details.text_tokens',
  'cached input text': 'input_token_details.cached_tokens_details.text_tokens',
  'cached image': 'input_token_details.cached_tokens_details.image_tokens',
  'cached image input': 'input_token_details.cached_tokens_details.image_tokens',
  'audio output': 'output_token_details.audio_tokens',
  'output text': 'output_token_details.text_tokens',
  reasoning: 'output_token_details.reasoning_tokens',
  'output reasoning': 'output_token_details.reasoning_tokens',
  seconds: 'seconds',
  'duration seconds': 'seconds',
  'audio seconds': 'seconds',
  'audio duration seconds': 'seconds',
});

/** The words of `input_token_details`, `inputTokenDetails` and `InputTokenDetails` alike; null when one is foreign to usage. */
export function usageWords(key: string): { words: readonly string[]; ofTokens: boolean } | null {
  const parts = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const words: string[] = [];
  for (const part of parts) {
    const word = telling(part);
    if (word !== undefined) words.push(word);
    else if (!silent.has(part)) return null;
  }
  return { words, ofTokens: parts.some((part) => part.startsWith('token')) };
}

/** The place on the wire of a count named by these words, or null when they name none. */
export function placeOf(words: readonly string[]): string | null {
  const key = [...new Set(words)].sort().join(' ');
  return places(key) ?? null;
}

/** The side of a usage object that a path lies within, whatever it is called there: `outputTokenDetails.videoTokens` is output. */
export function sideOf(path: string): 'input' | 'output' | null {
  const [first = '', ...inside] = path.split('.');
  if (inside.length === 0) return null;
  const words = usageWords(first)?.words ?? [];
  return words.includes('input') ? 'input' : words.includes('output') ? 'output' : null;
}

const numeral = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number that a text says, `"110"` or `"1e3"`; undefined: it says none. Beyond all numbers it is infinite. */
export const numberInText = (text: string): number | undefined => (numeral.test(text) ? Number(text) : undefined);

const isCount = (value: Json): boolean =>
  typeof value === 'number' || (typeof value === 'string' && numberInText(value) !== undefined);

/** True for an object whose own fields count tokens by direction: a usage object in some spelling. */
export function looksLikeUsage(value: JsonObject): boolean {
  return Object.entries(value).some(([key, below]) => {
    const read = usageWords(key);
    if (read === null || !read.ofTokens || placeOf(read.words) === null) return false;
    const named = read.words.some((word) => word === 'input' || word === 'output');
    return named && (isCount(below) || isJsonObject(below));
  });
}
