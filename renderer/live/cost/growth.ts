import { asNumber, atPath } from '../../../shared/json.ts';
import { isEmptyUsage } from '../../../shared/usage/report.ts';
import type { ResponseView } from '../../../shared/session/view.ts';

/** One bar: the tokens of one response, stacked from the ground. */
export interface GrowthBar {
  readonly number: number;
  readonly id: string;
  readonly state: 'reported' | 'live' | 'not reported';
  readonly cached: number;
  /** Input that the conversation before this turn already held, paid again in full. */
  readonly reRead: number;
  readonly newIn: number;
  readonly out: number;
}

/**
 * The bars of the last `most` responses. Re-read is what the response before held in all, less what came from the cache;
 * of a response without a usage report there is nothing to draw but that it was.
 */
export function growthBars(responses: readonly ResponseView[], most: number): GrowthBar[] {
  let before = 0;
  const bars = responses.map((response): GrowthBar => {
    const { number, id, usage } = response;
    if (usage === undefined || usage === null || isEmptyUsage(usage)) {
      const state = response.status === 'in_progress' ? 'live' : 'not reported';
      return { number, id, state, cached: 0, reRead: 0, newIn: 0, out: 0 };
    }
    const input = asNumber(usage['input_tokens']) ?? 0;
    const out = asNumber(usage['output_tokens']) ?? 0;
    const cached = Math.min(input, asNumber(atPath(usage, 'input_token_details.cached_tokens')) ?? 0);
    const reRead = Math.min(input - cached, Math.max(0, before - cached));
    before = input + out;
    return { number, id, state: 'reported', cached, reRead, newIn: input - cached - reRead, out };
  });
  return bars.slice(-most);
}

export const barTotal = (bar: GrowthBar): number => bar.cached + bar.reRead + bar.newIn + bar.out;

/** Three round lines at or above the tallest bar: 500, 1,000, 1,500. */
export function growthScale(tallest: number): readonly number[] {
  const rough = Math.max(1, tallest) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const whole = Math.max(1, Math.ceil(step));
  return [whole, whole * 2, whole * 3];
}
