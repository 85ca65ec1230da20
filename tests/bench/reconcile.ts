import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { plant, type Random } from '../unit/reconcile/planted.ts';
import { threadBill, threadTurnWithTranscripts } from '../unit/reconcile/thread.ts';
import { atLeast, atMost, median, type BenchTable } from './table.ts';

const bills = 4000;

/** Repeatable numbers in 0..1. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Generated bills with a known story in them: is it found again, and is anything claimed that is not so? */
export function benchReconcile(): BenchTable {
  let recovered = 0;
  let findingTrue = 0;
  let falselyExact = 0;
  for (let seed = 1; seed <= bills; seed += 1) {
    const { turn, context, billed } = plant(seeded(seed * 7919));
    const answer = reconcile([turn], billed, null);
    const planted = context?.id ?? null;
    const first = answer.explanations.filter((one) => one.rank === 1);
    if (first.some((one) => (one.inferences[1]?.context ?? null) === planted)) recovered += 1;
    const saysReported = answer.finding.headline.startsWith('The bill is what was reported');
    if (saysReported === (planted === null)) findingTrue += 1;
    if (
      answer.explanations.some((one) => one.exact && one.meters.some((meter) => meter.checked && meter.residual !== 0))
    )
      falselyExact += 1;
  }
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    reconcile([threadTurnWithTranscripts], threadBill, null);
    return performance.now() - start;
  });
  return {
    title: 'Explaining a bill',
    note: `${bills.toLocaleString('en')} generated bills of one response: none or one further inference, cached tokens apart or folded, sizes drawn from a fixed seed.`,
    rows: [
      atLeast('planted story in the first rank', (recovered / bills) * 100, '%', 99),
      atLeast('finding true', (findingTrue / bills) * 100, '%', 99),
      atMost('called exact and is not', falselyExact, 'bills', 0),
      atMost('search over six meters, median', median(times), 'ms', 1000),
    ],
  };
}
