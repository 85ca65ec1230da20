import { asNumber, atPath, isJsonObject, type JsonObject } from '../../json.ts';
import { cacheBlockTokens } from '../../usage/rules/rules.ts';

const details = 'input_token_details';

/** How a usage object splits its cached tokens into audio and text. */
export type CachedSplit =
  | { readonly kind: 'said' }
  | { readonly kind: 'worked out'; readonly usage: JsonObject; readonly sentence: string }
  /** Images are among the input, and which of the tokens are theirs is not told: the usage without its cached tokens. */
  | { readonly kind: 'with images'; readonly usage: JsonObject; readonly cached: number; readonly sentence: string }
  | { readonly kind: 'unknown'; readonly cached: number };

const blocks = (tokens: number): number => Math.floor(tokens / cacheBlockTokens) * cacheBlockTokens;

/**
 * Older libraries print the sum of cached tokens alone. The split follows when all is of one kind, or when every whole
 * block of both kinds adds up to the sum; else it is not known.
 */
export function splitCached(usage: JsonObject): CachedSplit {
  const at = (path: string): number | undefined => asNumber(atPath(usage, path));
  const cached = at(`${details}.cached_tokens`) ?? 0;
  if (cached === 0 || isJsonObject(atPath(usage, `${details}.cached_tokens_details`))) return { kind: 'said' };
  const input = atPath(usage, details);
  if ((at(`${details}.image_tokens`) ?? 0) > 0) {
    return {
      kind: 'with images',
      cached,
      usage: { ...usage, [details]: { ...(isJsonObject(input) ? input : {}), cached_tokens: 0 } },
      sentence: `The ${cached} cached tokens are not split by kind, and images are among the input: any of them may be text.`,
    };
  }
  const audio = at(`${details}.audio_tokens`) ?? 0;
  const text = at(`${details}.text_tokens`) ?? 0;
  const split =
    audio === 0
      ? { audio: 0, text: cached }
      : text === 0
        ? { audio: cached, text: 0 }
        : blocks(audio) + blocks(text) === cached
          ? { audio: blocks(audio), text: blocks(text) }
          : null;
  if (split === null) return { kind: 'unknown', cached };
  return {
    kind: 'worked out',
    usage: {
      ...usage,
      [details]: {
        ...(isJsonObject(input) ? input : {}),
        cached_tokens_details: { audio_tokens: split.audio, text_tokens: split.text },
      },
    },
    sentence: `The ${cached} cached tokens are not split by kind; ${split.audio} audio and ${split.text} text are the only whole blocks of ${cacheBlockTokens} that fit.`,
  };
}
