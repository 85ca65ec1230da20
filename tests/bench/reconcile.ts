import { billedModels } from '../../shared/billing/bill/groups.ts';
import { readPastedTable } from '../../shared/billing/pasted-table/pasted-table.ts';
import { reconcile } from '../../shared/reconcile/reconcile.ts';
import { decides, inFirstRank, isFalselyExact, isTrue } from '../unit/reconcile/judge.ts';
import { plantCase, tableOf } from '../unit/reconcile/planted-case.ts';
import type { Random } from '../unit/reconcile/planted.ts';
import { threadBill, threadTurnWithTranscripts } from '../unit/reconcile/thread.ts';
import { atLeast, atMost, figure, median, type BenchTable } from './table.ts';

const bills = 4000;
const noisyBills = 2000;

/** Repeatable numbers in 0..1. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Outcome {
  readonly recovered: boolean;
  readonly findingTrue: boolean;
  readonly decided: boolean;
  readonly falselyExact: boolean;
  readonly anyExact: boolean;
  readonly missingRows: boolean;
}

/** One generated bill, through the table that a person would paste, to its judgement. */
function judged(seed: number, noisy: boolean): Outcome {
  const random = seeded(seed * 7919);
  const planted = plantCase(random, noisy);
  const table = readPastedTable(tableOf(random, planted));
  const model = table.ok ? billedModels(table.rows).find(({ label }) => label.includes('mini 1215')) : undefined;
  const { explanations, finding } = reconcile(planted.turns, model?.billed ?? {}, null);
  return {
    recovered: inFirstRank(explanations, planted),
    findingTrue: isTrue(finding, planted),
    decided: decides(finding),
    falselyExact: explanations.some((one) => isFalselyExact(one, planted.turns, planted.billed)),
    anyExact: explanations.some(
      (one) => one.exact && one.meters.every(({ meter, checked }) => checked || meter !== planted.noise),
    ),
    missingRows: planted.dropped.length > 0,
  };
}

const share = (outcomes: readonly Outcome[], holds: (one: Outcome) => boolean): number =>
  (outcomes.filter(holds).length / outcomes.length) * 100;

/** Generated bills with a known story in them: is it found again, and is anything claimed that is not so? */
export function benchReconcile(): BenchTable {
  const clean = Array.from({ length: bills }, (_, at) => judged(at + 1, false));
  const noisy = Array.from({ length: noisyBills }, (_, at) => judged(at + 100_001, true));
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    reconcile([threadTurnWithTranscripts], threadBill, null);
    return performance.now() - start;
  });
  const missing = clean.filter(({ missingRows }) => missingRows);
  return {
    title: 'Explaining a bill',
    note: `${bills.toLocaleString('en')} generated bills of one to four responses with none to two further inferences, cached tokens apart or folded, ${missing.length.toLocaleString('en')} of them with rows missing, each pasted out of order among meters of other models; and ${noisyBills.toLocaleString('en')} with other traffic on an input meter. Sizes from a fixed seed; judged by arithmetic of its own.`,
    rows: [
      atLeast(
        'planted story in the first rank',
        share(clean, ({ recovered }) => recovered),
        '%',
        99,
      ),
      atLeast(
        'the same where rows are missing',
        share(missing, ({ recovered }) => recovered),
        '%',
        99,
      ),
      atLeast(
        'finding true',
        share(clean, ({ findingTrue }) => findingTrue),
        '%',
        99,
      ),
      figure(
        'finding decides',
        share(clean, ({ decided }) => decided),
        '%',
      ),
      atMost(
        'called exact and is not',
        [...clean, ...noisy].filter(({ falselyExact }) => falselyExact).length,
        'bills',
        0,
      ),
      figure(
        'with other traffic: a story fits the spoilt meter by chance',
        share(noisy, ({ anyExact }) => anyExact),
        '%',
      ),
      atMost('search over six meters, median', median(times), 'ms', 1000),
    ],
  };
}
