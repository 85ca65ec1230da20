import { asNumber, atPath, type Json } from '../../../shared/json.ts';
import type { RuleSet } from '../../../shared/usage/rules/rules.ts';
import { readConversation } from '../usage/reading.ts';
import type { CountTokens } from '../usage/tokens.ts';
import type { Item } from './item.ts';

/** A model of 32k tokens less what it may put out. */
const modelLimitTokens = 28_224;

export type Fit =
  /** What the response reads; `dropped` are the items that no later one reads either. */
  | { readonly ok: true; readonly items: readonly Item[]; readonly dropped: readonly Item[] }
  | { readonly ok: false; readonly tokens: number; readonly limit: number };

/** The size of each item; the parts of one answer count at the first of them. */
function sizesOf(items: readonly Item[], rules: RuleSet, count: CountTokens): number[] {
  const sizes = new Map(
    readConversation(items, rules, count).map(({ itemIds, text, audio, image }) => [itemIds[0], text + audio + image]),
  );
  return items.map(({ id }) => sizes.get(id) ?? 0);
}

/**
 * Makes a conversation fit its limit as `truncation` says: `auto` drops the oldest items until it fits, a retention
 * ratio drops further, so that the next turns find the same beginning in the prompt cache; `disabled` drops nothing.
 */
export function fitContext(items: readonly Item[], truncation: Json, rules: RuleSet, count: CountTokens): Fit {
  const limit = asNumber(atPath(truncation, 'token_limits.post_instructions')) ?? modelLimitTokens;
  const sizes = sizesOf(items, rules, count);
  let tokens = sizes.reduce((sum, size) => sum + size, 0);
  if (tokens <= limit) return { ok: true, items, dropped: [] };
  if (truncation === 'disabled') return { ok: false, tokens, limit };
  const target = limit * (asNumber(atPath(truncation, 'retention_ratio')) ?? 1);
  let first = 0;
  // What was said last is always read, however long it is.
  while (first < items.length - 1 && tokens > target) {
    tokens -= sizes[first] ?? 0;
    first += 1;
  }
  return { ok: true, items: items.slice(first), dropped: items.slice(0, first) };
}
