import type { Family } from '../../../shared/usage/rules/schema.ts';
import { lookup } from '../../../shared/lookup.ts';

/** Tokens a model thinks before it answers, by effort. The simulator's own: the service publishes none. */
const thoughtTokens = lookup<number>({ minimal: 8, low: 32, medium: 96, high: 256, xhigh: 640 });
const usualEffort = 'low';

/** How much the model thinks; null for one that does not. */
export const reasoningTokens = (family: Family, effort: string | undefined): number | null =>
  family === 'reasoning' ? (thoughtTokens(effort ?? usualEffort) ?? 0) : null;
