import type { Explanation } from '../../../shared/reconcile/explanation.ts';
import { reportedTotals, type Turn } from '../../../shared/reconcile/facts.ts';
import type { Billed } from '../../../shared/billing/meter-kind.ts';
import type { Finding } from '../../../shared/reconcile/finding.ts';
import type { PlantedCase } from './planted-case.ts';

/** Whether an answer is right, worked out apart from the code that gave it. */

const storyOf = (inferences: readonly { readonly context: string | null; readonly turn: number }[]): string =>
  inferences
    .filter(({ context }) => context !== null)
    .map(({ context, turn }) => `${context} ${turn}`)
    .sort()
    .join(', ');

/** The planted story stands in the first rank, side events and all. */
export function inFirstRank(explanations: readonly Explanation[], { further }: PlantedCase): boolean {
  const planted = storyOf(further);
  return explanations.some(
    ({ rank, inferences, events }) => rank === 1 && events.length === 0 && storyOf(inferences) === planted,
  );
}

/** What the planted story reads again, as a finding writes it. */
const plantedReads = ({ further }: PlantedCase): string =>
  further
    .flatMap(({ context, turn }) => (context === 'user+prompt' ? [`user ${turn}`] : [`user ${turn}`, `answer ${turn}`]))
    .sort()
    .join(', ');

/** Whether everything that a finding claims holds of the planted story. To claim nothing is true as well; `decides` tells. */
export function isTrue({ claim }: Finding, planted: PlantedCase): boolean {
  const { further, noise } = planted;
  switch (claim.kind) {
    case 'no bill':
      return false;
    case 'nothing fits':
      return noise !== null;
    case 'as reported':
      return further.length === 0 && noise === null;
    case 'as reported in part':
      return false;
    case 'text alone':
    case 'undecided':
      return true;
    case 'further':
      return (
        further.length >= claim.atLeast &&
        (claim.reads === null || claim.reads === plantedReads(planted)) &&
        (claim.afterAnswer !== true || further.some(({ context }) => context === 'both+prompt-answer'))
      );
  }
}

export const decides = ({ claim }: Finding): boolean => claim.kind !== 'text alone' && claim.kind !== 'undecided';

/** Tokens of each part that a context's id names. */
const audioOf: Readonly<Record<string, (turn: Turn) => number>> = {
  none: () => 0,
  user: ({ audioIn }) => audioIn,
  answer: ({ audioOut }) => audioOut,
  both: ({ audioIn, audioOut }) => audioIn + audioOut,
};

/** Whether an explanation calls itself exact and is not: its checked audio meter, added up again from its own inferences. */
export function isFalselyExact(one: Explanation, turns: readonly Turn[], billed: Billed): boolean {
  if (!one.exact) return false;
  const wrongResidual = one.meters.some(({ checked, residual }) => checked && residual !== 0);
  const checked = one.meters.filter((meter) => meter.checked);
  const audio = checked.find(({ meter }) => meter === 'audio_in');
  if (wrongResidual || checked.length === 0) return true;
  if (audio === undefined || one.events.length > 0) return false;
  const read = one.inferences
    .filter(({ context }) => context !== null)
    .reduce((sum, { context, turn }) => {
      const part = audioOf[(context ?? '').split('+')[0] ?? ''];
      return sum + (part === undefined ? Number.NaN : part(turns[turn] as Turn));
    }, 0);
  const reported = reportedTotals(turns);
  const whole = (billed.audio_in ?? 0) + (billed.audio_cached ?? 0);
  // Cached tokens that are on no row here are missing from the sum, and from nothing else.
  return whole !== reported.audio_in + read && whole !== reported.audio_in + read - reported.audio_cached;
}
