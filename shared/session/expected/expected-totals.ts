import type { ChunkList } from '../chunk-list.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';
import { tokensOff } from '../../usage/estimate-error.ts';
import type { Accuracy, UsageBasis } from '../../usage/expected.ts';
import { emptyLedger, type UsageLedger } from '../../usage/ledger.ts';
import { addAmounts, addReport, totalOf } from '../../usage/report.ts';

/** How many responses or transcriptions stand on each basis. */
export type BasisCounts = Readonly<Record<UsageBasis, number>>;

/** What a session probably used. */
export interface ExpectedTotals {
  /** Reported where it was reported, estimated where not, running work as far as it has come. Priced like any ledger. */
  readonly ledger: UsageLedger;
  /** The estimated share of it, running work included. */
  readonly estimated: UsageLedger;
  readonly responses: BasisCounts;
  readonly transcriptions: BasisCounts;
  readonly accuracy: Accuracy;
}

interface Share {
  readonly estimated: UsageLedger;
  readonly counts: BasisCounts;
  readonly accuracy: Accuracy;
}

const nobody: BasisCounts = { reported: 0, estimated: 0, live: 0 };
const nothingCompared: Accuracy = { compared: 0, exact: 0, tokensOff: 0, tokensReported: 0 };
const noShare: Share = { estimated: emptyLedger, counts: nobody, accuracy: nothingCompared };

const addCounts = (one: BasisCounts, other: BasisCounts): BasisCounts => ({
  reported: one.reported + other.reported,
  estimated: one.estimated + other.estimated,
  live: one.live + other.live,
});

const addAccuracy = (one: Accuracy, other: Accuracy): Accuracy => ({
  compared: one.compared + other.compared,
  exact: one.exact + other.exact,
  tokensOff: one.tokensOff + other.tokensOff,
  tokensReported: one.tokensReported + other.tokensReported,
});

/** The sum of two ledgers, field by field; fields keep the order in which they first appear. */
export function addLedgers(one: UsageLedger, other: UsageLedger): UsageLedger {
  if (other.fields.length === 0) return { ...one, reports: one.reports + other.reports };
  const fields = [...one.fields];
  for (const field of other.fields) {
    const index = fields.findIndex(
      (have) => have.source === field.source && have.model === field.model && have.path === field.path,
    );
    const have = fields[index];
    if (have === undefined) fields.push(field);
    else fields[index] = { ...have, total: addAmounts(have.total, field.total), reports: have.reports + field.reports };
  }
  return { fields, reports: one.reports + other.reports };
}

const addShares = (one: Share, other: Share): Share => ({
  estimated: addLedgers(one.estimated, other.estimated),
  counts: addCounts(one.counts, other.counts),
  accuracy: addAccuracy(one.accuracy, other.accuracy),
});

function responseShare(share: Share, { id, expected }: ResponseView): Share {
  const { basis, usage, added, error } = expected;
  const one = addReport(emptyLedger, { source: 'response', id, usage, model: null });
  const filled =
    added === null ? emptyLedger : addReport(emptyLedger, { source: 'response', id, usage: added, model: null });
  return addShares(share, {
    estimated: basis === 'reported' ? filled : one,
    counts: { ...nobody, [basis]: 1 },
    accuracy:
      error === null
        ? nothingCompared
        : {
            compared: 1,
            exact: tokensOff(error) === 0 ? 1 : 0,
            tokensOff: tokensOff(error),
            tokensReported: totalOf(one, 'response', 'input_tokens') + totalOf(one, 'response', 'output_tokens'),
          },
  });
}

function itemShare(share: Share, { id, transcription }: ItemView): Share {
  if (transcription === null) return share;
  const { expected, model } = transcription;
  const { basis, usage } = expected;
  return addShares(share, {
    estimated:
      basis === 'reported' ? emptyLedger : addReport(emptyLedger, { source: 'transcription', id, usage, model }),
    counts: { ...nobody, [basis]: 1 },
    accuracy: nothingCompared,
  });
}

/*
 * A chunk is never changed, only replaced, so what it adds up to is worked out once: the totals of a long session cost
 * as much as its last chunk and the number of chunks.
 */
const responseShares = new WeakMap<readonly ResponseView[], Share>();
const itemShares = new WeakMap<readonly ItemView[], Share>();

function sum<T>(
  list: ChunkList<T>,
  known: WeakMap<readonly T[], Share>,
  add: (share: Share, value: T) => Share,
): Share {
  return list.chunks.reduce<Share>((total, chunk) => {
    const share = known.get(chunk) ?? chunk.reduce(add, noShare);
    known.set(chunk, share);
    return addShares(total, share);
  }, noShare);
}

/** What the session has probably used so far: its reports, and an estimate for everything that reported nothing. */
export function expectedTotals(view: Pick<SessionView, 'usage' | 'responses' | 'items'>): ExpectedTotals {
  const responses = sum(view.responses, responseShares, responseShare);
  const items = sum(view.items, itemShares, itemShare);
  const estimated = addLedgers(responses.estimated, items.estimated);
  return {
    ledger: addLedgers(view.usage, estimated),
    estimated,
    responses: responses.counts,
    transcriptions: items.counts,
    accuracy: responses.accuracy,
  };
}
