import { createHash } from 'node:crypto';
import { cachedTokens, type ModalityTokens, noTokens, type RuleSet } from '../../../shared/usage/rules/rules.ts';
import { type Read, sumOf } from './context.ts';

/** Instructions and tools: how they count, and a key that is the same for the same words. */
export interface Prompt {
  readonly key: string;
  readonly tokens: number;
}

const chain = (previous: string, key: string): string =>
  createHash('sha1').update(previous).update('\0').update(key).digest('base64');

/**
 * Remembers which beginnings of a context have been read, over all sessions of the process, as the service does:
 * a new session with the same prompt and audio finds them again.
 */
export class PromptCache {
  readonly #seen = new Set<string>();

  /** From now on this context has been read. */
  remember(model: string, prompt: Prompt, reads: readonly Read[]): void {
    let link = chain(model, prompt.key);
    this.#seen.add(link);
    for (const { key } of reads) {
      link = chain(link, key);
      this.#seen.add(link);
    }
  }

  /** How much of the beginning of a context has been read before. */
  #shared(model: string, prompt: Prompt, reads: readonly Read[]): ModalityTokens {
    let link = chain(model, prompt.key);
    if (!this.#seen.has(link)) return noTokens;
    const known: Read[] = [];
    for (const read of reads) {
      link = chain(link, read.key);
      if (!this.#seen.has(link)) break;
      known.push(read);
    }
    const { text, audio } = sumOf(known);
    return { text: prompt.tokens + text, audio };
  }

  /** Cached tokens that a context reports: whole blocks of what has been read before, and of what is read at all. */
  find(model: string, rules: RuleSet, prompt: Prompt, reads: readonly Read[]): ModalityTokens {
    // Where hits are luck there are none.
    if (rules.cached.as === 'at most') return noTokens;
    const hit = cachedTokens(rules, this.#shared(model, prompt, reads));
    const { blockTokens } = rules.cached;
    const text = prompt.tokens + sumOf(reads).text;
    // The uncounted tokens in front can fill a block of which the text itself has no whole one.
    return { text: Math.min(hit.text, Math.floor(text / blockTokens) * blockTokens), audio: hit.audio };
  }
}
