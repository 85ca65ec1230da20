import type { ItemView } from './view.ts';

/** The words of an answer that were played, and those that came and were not heard. */
export interface Heard {
  readonly heard: string;
  readonly unheard: string;
}

/**
 * Splits an interrupted answer where playback stopped. The service does not say which word that was: the share of the
 * audio played is taken of the words, cut at a word's end.
 */
export function splitHeard(item: ItemView): Heard {
  const { text, playedMs, audioMs, interrupted } = item;
  if (!interrupted || playedMs === null || audioMs <= 0 || playedMs >= audioMs) return { heard: text, unheard: '' };
  const cut = Math.round((playedMs / audioMs) * text.length);
  const space = text.indexOf(' ', cut);
  const at = cut === 0 ? 0 : space === -1 ? text.length : space;
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}
