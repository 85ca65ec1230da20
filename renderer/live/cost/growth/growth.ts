import { asNumber, atPath } from '../../../../shared/json.ts';
import type { ResponseView } from '../../../../shared/session/view.ts';
import type { UsageBasis } from '../../../../shared/usage/expected.ts';

/** One bar: the tokens of one response, stacked from the ground. */
export interface GrowthBar {
  readonly number: number;
  readonly id: string;
  readonly basis: UsageBasis;
  readonly startMs: number;
  readonly cached: number;
  /** Input that the conversation before this turn already held, paid again in full. */
  readonly reRead: number;
  readonly newIn: number;
  readonly out: number;
}

/** The bars of a session. Re-read is what the response before held in all, less what came from the cache. */
export function growthBars(responses: readonly ResponseView[]): GrowthBar[] {
  let before = 0;
  return responses.map(({ number, id, createdMs, expected: { basis, usage } }): GrowthBar => {
    const input = asNumber(usage['input_tokens']) ?? 0;
    const out = asNumber(usage['output_tokens']) ?? 0;
    const cached = Math.min(input, asNumber(atPath(usage, 'input_token_details.cached_tokens')) ?? 0);
    const reRead = Math.min(input - cached, Math.max(0, before - cached));
    // One that never began was read by nothing, and nothing was read by it.
    if (input + out > 0) before = input + out;
    return { number, id, basis, startMs: createdMs, cached, reRead, newIn: input - cached - reRead, out };
  });
}

export const barTotal = (bar: Pick<GrowthBar, 'cached' | 'reRead' | 'newIn' | 'out'>): number =>
  bar.cached + bar.reRead + bar.newIn + bar.out;

/** Three round lines at or above the tallest bar: 500, 1,000, 1,500. */
export function growthScale(tallest: number): readonly number[] {
  const rough = Math.max(1, tallest) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const whole = Math.max(1, Math.ceil(step));
  return [whole, whole * 2, whole * 3];
}
