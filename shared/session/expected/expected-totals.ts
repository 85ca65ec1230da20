import type { ChunkList } from '../../kit/chunk-list.ts';
import { type JsonObject } from '../../kit/json.ts';
import { leastAndMost } from '../../usage/cached-tokens.ts';
import {
  type Accuracy,
  type ExpectedResponse,
  type ExpectedTranscription,
  tokensOff,
  type UsageBasis,
  type UsageWidth,
} from '../../usage/expected.ts';
import {
  tokensOf,
  type UsageSource,
  cachedNames,
  type Modality,
  responseCount,
  responsePath,
  responseUsage,
} from '../../usage/fields.ts';
import { addAmounts, addReport, emptyLedger, totalOf, type UsageLedger } from '../../usage/ledger.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';
import {
  addLearned,
  type Learned,
  learnedFromReports,
  learnedFromTranscription,
  nothingLearned,
  transcriptionWidths,
  usageAt,
  widthsWith,
} from './widths.ts';

/** How many responses or transcriptions stand on each basis. */
export type BasisCounts = Readonly<Record<UsageBasis, number>>;

/**
 * What a session probably used. Ranges add end to end: all estimates of one rule are off the same way or none is. Work
 * that ended and reported nothing is in none of the sums but `ifBilled`, for it may not be billed at all.
 */
export interface ExpectedTotals {
  /** Reported where it was reported, the estimate where a report was lost, running work as far as it has come. Priced like any ledger. */
  readonly ledger: UsageLedger;
  /** The estimated share of it, running work included. */
  readonly estimated: UsageLedger;
  /** What was reported, with cached tokens that have no kind as they cost least, and as they cost most. */
  readonly reportedLeast: UsageLedger;
  readonly reportedMost: UsageLedger;
  /** As `ledger`, with every estimate at the end of its width that costs least. */
  readonly least: UsageLedger;
  /** As `ledger`, with every estimate at the end of its width that costs most. */
  readonly most: UsageLedger;
  /** What the work that ended and reported nothing can come to at most, beside `most`. */
  readonly ifBilled: UsageLedger;
  /** Tokens of every kind, at most: `most` and `ifBilled`, each report by whichever totals it states. */
  readonly mostTokens: number;
  readonly responses: BasisCounts;
  readonly transcriptions: BasisCounts;
  readonly accuracy: Accuracy;
  /** What the session's reports have shown of the rules. */
  readonly learned: Learned;
}

/** An estimate that stands for a report which has not come. */
interface Open {
  readonly source: UsageSource;
  readonly id: string;
  readonly model: string | null;
  readonly expected: ExpectedResponse | ExpectedTranscription;
}

interface Share {
  /** Parts that reports left out and the evidence fills in. */
  readonly added: UsageLedger;
  /** Cached tokens that reports did not split by kind, as they cost least and most. */
  readonly cachedLeast: UsageLedger;
  readonly cachedMost: UsageLedger;
  readonly open: readonly Open[];
  /** Tokens of every kind that were reported. */
  readonly tokens: number;
  readonly counts: BasisCounts;
  readonly accuracy: Accuracy;
  readonly learned: Learned;
}

const nobody: BasisCounts = { reported: 0, 'if billed': 0, estimated: 0, live: 0 };
const nothingCompared: Accuracy = { compared: 0, exact: 0, tokensOff: 0, tokensReported: 0, worstShare: 0 };
const noShare: Share = {
  added: emptyLedger,
  cachedLeast: emptyLedger,
  cachedMost: emptyLedger,
  open: [],
  tokens: 0,
  counts: nobody,
  accuracy: nothingCompared,
  learned: nothingLearned,
};

const addCounts = (one: BasisCounts, other: BasisCounts): BasisCounts => ({
  reported: one.reported + other.reported,
  'if billed': one['if billed'] + other['if billed'],
  estimated: one.estimated + other.estimated,
  live: one.live + other.live,
});

const addAccuracy = (one: Accuracy, other: Accuracy): Accuracy => ({
  compared: one.compared + other.compared,
  exact: one.exact + other.exact,
  tokensOff: one.tokensOff + other.tokensOff,
  tokensReported: one.tokensReported + other.tokensReported,
  worstShare: Math.max(one.worstShare, other.worstShare),
});

/** The sum of two ledgers, field by field; fields keep the order in which they were first seen. */
export function addLedgers(one: UsageLedger, other: UsageLedger): UsageLedger {
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
  added: addLedgers(one.added, other.added),
  cachedLeast: addLedgers(one.cachedLeast, other.cachedLeast),
  cachedMost: addLedgers(one.cachedMost, other.cachedMost),
  tokens: one.tokens + other.tokens,
  open: other.open.length === 0 ? one.open : [...one.open, ...other.open],
  counts: addCounts(one.counts, other.counts),
  accuracy: addAccuracy(one.accuracy, other.accuracy),
  learned: addLearned(one.learned, other.learned),
});

const asLedger = (source: UsageSource, id: string, usage: JsonObject, model: string | null = null): UsageLedger =>
  addReport(emptyLedger, { source, id, usage, model });

function accuracyOf({ usage, error, evidence }: ExpectedResponse): Accuracy {
  // Out of band the report itself is split wrongly, so nothing can be held against it.
  const isComparable = !evidence.input.unknown.includes('out of band');
  if (error === null || !isComparable || evidence.input.uncounted + evidence.output.uncounted > 0)
    return nothingCompared;
  const ledger = asLedger('response', '', usage);
  const reported =
    totalOf(ledger, 'response', responsePath('input')) + totalOf(ledger, 'response', responsePath('output'));
  const off = tokensOff(error);
  return {
    compared: 1,
    exact: off === 0 ? 1 : 0,
    tokensOff: off,
    tokensReported: reported,
    worstShare: reported === 0 ? 0 : off / reported,
  };
}

/** The kinds of cached tokens that a reading of a report has beyond those it states. */
function cachedBeyond(stated: JsonObject, reading: JsonObject): JsonObject {
  const more = (kind: Modality): number =>
    (responseCount(reading, cachedNames[kind]) ?? 0) - (responseCount(stated, cachedNames[kind]) ?? 0);
  return responseUsage({ audioCached: more('audio'), textCached: more('text'), imageCached: more('image') });
}

/** Cached tokens without their kinds, either way they can be read: the report itself prices none of them as cached. */
function cachedEnds({ id, understood, problems }: ResponseView): Pick<Share, 'cachedLeast' | 'cachedMost'> {
  if (understood === null || problems.every(({ kind }) => kind !== 'cached-unsplit')) {
    return { cachedLeast: emptyLedger, cachedMost: emptyLedger };
  }
  const { least, most } = leastAndMost({ usage: understood });
  return {
    cachedLeast: asLedger('response', id, cachedBeyond(understood, least)),
    cachedMost: asLedger('response', id, cachedBeyond(understood, most)),
  };
}

function responseShare(share: Share, response: ResponseView): Share {
  const { id, expected } = response;
  const { basis, added } = expected;
  return addShares(share, {
    ...noShare,
    added: added === null ? emptyLedger : asLedger('response', id, added),
    ...cachedEnds(response),
    tokens: basis === 'reported' ? tokensOf(expected.usage) : 0,
    open: basis === 'reported' ? [] : [{ source: 'response', id, model: null, expected }],
    counts: { ...nobody, [basis]: 1 },
    accuracy: accuracyOf(expected),
  });
}

function itemShare(share: Share, { id, transcription }: ItemView): Share {
  if (transcription === null) return share;
  const { expected, model } = transcription;
  const { basis, added } = expected;
  return addShares(share, {
    ...noShare,
    added: added === null ? emptyLedger : asLedger('transcription', id, added, model),
    tokens: basis === 'reported' ? tokensOf(expected.usage) : 0,
    open: basis === 'reported' ? [] : [{ source: 'transcription', id, model, expected }],
    counts: { ...nobody, [basis]: 1 },
    learned: learnedFromTranscription(id, expected),
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

const isTranscription = (expected: Open['expected']): expected is ExpectedTranscription => 'unit' in expected.evidence;

/** Half-widths of an estimate by its rules and by what the session has shown of them. */
export const widthsOf = (learned: Learned, id: string, expected: Open['expected']): UsageWidth =>
  isTranscription(expected) ? transcriptionWidths(learned, id, expected) : widthsWith(learned, id, expected);

/** It was used, whether or not anybody knows exactly how much. */
const counts = (basis: UsageBasis): boolean => basis !== 'if billed';

/** What the session has probably used so far: its reports, and an estimate for everything that reported nothing. */
export function expectedTotals(view: Pick<SessionView, 'usage' | 'responses' | 'items'>): ExpectedTotals {
  const responses = sum(view.responses, responseShares, responseShare);
  const items = sum(view.items, itemShares, itemShare);
  const learned = addLearned(learnedFromReports(view.responses), items.learned);
  const open = [...responses.open, ...items.open];
  const ledgerOf = (
    which: (basis: UsageBasis) => boolean,
    usageOf: (one: Open) => JsonObject,
    from: UsageLedger,
  ): UsageLedger =>
    open
      .filter(({ expected }) => which(expected.basis))
      .reduce((all, one) => addLedgers(all, asLedger(one.source, one.id, usageOf(one), one.model)), from);
  const at =
    (end: 'least' | 'most') =>
    ({ id, expected }: Open): JsonObject =>
      usageAt(expected.estimate, widthsOf(learned, id, expected), end);
  const added = addLedgers(responses.added, items.added);
  const estimated = ledgerOf(counts, ({ expected }) => expected.usage, added);
  const reportedLeast = addLedgers(view.usage, responses.cachedLeast);
  const reportedMost = addLedgers(view.usage, responses.cachedMost);
  return {
    // Of cached tokens without their kinds the dear reading, which no bill goes beyond.
    ledger: addLedgers(reportedMost, estimated),
    estimated,
    reportedLeast,
    reportedMost,
    least: ledgerOf(counts, at('least'), addLedgers(reportedLeast, added)),
    most: ledgerOf(counts, at('most'), addLedgers(reportedMost, added)),
    ifBilled: ledgerOf((basis) => basis === 'if billed', at('most'), emptyLedger),
    mostTokens: open.reduce((sum, one) => sum + tokensOf(at('most')(one)), responses.tokens + items.tokens),
    responses: responses.counts,
    transcriptions: items.counts,
    accuracy: responses.accuracy,
    learned,
  };
}
