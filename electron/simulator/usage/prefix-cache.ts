import { createHash } from 'node:crypto';
import { inputTokens, noTokens, type ContextItem, type ModalityTokens } from '../../../shared/usage/recurrence.ts';

/** One thing a response reads: how it counts, and a key that is the same for the same content. */
export interface ReadItem {
  readonly key: string;
  readonly context: readonly ContextItem[];
}

const chain = (previous: string, key: string): string =>
  createHash('sha1').update(previous).update('\0').update(key).digest('base64');

/**
 * Remembers which beginnings of a context have been read, over all sessions of the process, as the service does:
 * a new session with the same prompt and audio finds them again.
 */
export class PrefixCache {
  readonly #seen = new Set<string>();

  /** Reads a context: how much of its beginning had been read before. From now on all of it has. */
  read(model: string, prompt: { key: string; tokens: number }, items: readonly ReadItem[]): ModalityTokens {
    let link = chain(model, prompt.key);
    let known = this.#seen.has(link);
    let processed = known ? { text: prompt.tokens, audio: 0 } : noTokens;
    this.#seen.add(link);
    items.forEach((item, index) => {
      link = chain(link, item.key);
      known &&= this.#seen.has(link);
      if (known)
        processed = inputTokens(
          prompt.tokens,
          items.slice(0, index + 1).flatMap((read) => read.context),
        );
      this.#seen.add(link);
    });
    return processed;
  }
}
