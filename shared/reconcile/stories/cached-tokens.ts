import { meeting, moved, plus, point, type Span } from '../../kit/span.ts';
import type { BilledSpans, MeterKind } from '../../billing/meter-kind.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import type { CacheTreatment } from './answer-types.ts';
import { baseTotals, type CacheStory, type Story } from './story.ts';

type Modality = 'audio' | 'text';
const modalities = ['audio', 'text'] as const;

/** How cached tokens of one modality may have been treated: with none reported and none billed there is nothing to tell apart. */
function treatmentsOf(reportedCached: number, billedCached: Span | undefined): readonly CacheTreatment[] {
  if (billedCached !== undefined && billedCached.low > 0) return ['apart'];
  if (reportedCached === 0) return ['none'];
  if (billedCached === undefined) return ['folded', 'missing'];
  // A rounded row that may say nothing was cached may as well say what was reported.
  return billedCached.high >= reportedCached ? ['apart', 'folded', 'unbilled'] : ['folded', 'unbilled'];
}

/** Nothing folds the one modality and loses the other: with the same evidence both are treated alike. */
const alike = ({ audio, text }: CacheStory): boolean =>
  [audio, text].every((one) => one !== 'folded') ||
  [audio, text].every((one) => one !== 'unbilled' && one !== 'missing');

/** Every way the cached tokens may have gone, both modalities together. */
export function cacheStories(
  reported: Readonly<Record<`${Modality}_cached`, number>>,
  billed: BilledSpans,
): CacheStory[] {
  const [audio, text] = modalities.map((one) => treatmentsOf(reported[`${one}_cached`], billed[`${one}_cached`]));
  return (audio ?? [])
    .flatMap((one) => (text ?? []).map((other): CacheStory => ({ audio: one, text: other })))
    .filter(alike);
}

/** Cached tokens that do not lie on the uncached meter of the modality. */
function takenFromInput(cache: CacheTreatment, reportedCached: number, billedCached: Span | undefined): Span {
  switch (cache) {
    case 'none':
    case 'folded':
      return point(0);
    case 'apart':
      return billedCached ?? point(reportedCached);
    case 'unbilled':
    case 'missing':
      return point(reportedCached);
  }
}

/** Where cached tokens went on a bill, and what its meters would hold before any further inference. */
interface CachedOn {
  readonly cache: CacheStory;
  readonly base: Readonly<Record<MeterKind, number>>;
  readonly billed: BilledSpans;
  /** Reported cached tokens of which no kind is told, where nothing but the report was cached: then no more than these are. */
  readonly alone?: number;
}

/**
 * Input tokens of a modality that further inferences read, cached ones included: billed, and what was taken off the meter as
 * cached, less what stands on it without them. `tokens` is null where the meter has no row, and below zero where it is short.
 */
export function furtherInput(
  modality: Modality,
  { cache, base, billed, alone }: CachedOn,
): { readonly tokens: Span | null; readonly taken: Span } {
  const reported = base[`${modality}_cached`];
  const wide = takenFromInput(cache[modality], reported, billed[`${modality}_cached`]);
  const taken = (alone === undefined ? null : meeting(wide, { low: reported, high: reported + alone })) ?? wide;
  const value = billed[`${modality}_in`];
  return { tokens: value === undefined ? null : moved(plus(value, taken), -base[`${modality}_in`]), taken };
}

/** The same of a story on its bill. */
export const furtherInputOf = (
  { events, cache }: Story,
  modality: Modality,
  { turns, billed }: { readonly turns: readonly Turn[]; readonly billed: BilledSpans },
): ReturnType<typeof furtherInput> => furtherInput(modality, { cache, base: baseTotals(events, turns), billed });

/** What became of cached tokens, in words; null: nothing that has to be said. */
interface CacheWords {
  /** After `cached tokens`, within the sentence of a story. */
  readonly clause: string | null;
  /** Beside the number of the cached meter. */
  readonly note: string;
  /** As a thing that a story takes for granted. */
  readonly mark: string | null;
  /** As a sentence under a finding. */
  readonly sentence: string | null;
}

export const cacheWords: Readonly<Record<CacheTreatment, CacheWords>> = {
  none: { clause: null, note: 'nothing was cached', mark: null, sentence: null },
  apart: { clause: null, note: 'on its own meter, as reported', mark: null, sentence: null },
  folded: {
    clause: 'billed as uncached (assumed)',
    note: 'assumed: billed at the uncached price',
    mark: 'cached tokens billed without the discount',
    sentence: 'Cached tokens are taken to be billed without their discount: no row on this bill shows them.',
  },
  unbilled: {
    clause: 'not billed (assumed)',
    note: 'assumed: not billed at all',
    mark: 'cached tokens not billed at all',
    sentence: 'Cached tokens are taken not to be billed: no row on this bill shows them.',
  },
  missing: {
    clause: 'on a meter without a row (assumed)',
    note: 'assumed: on its own meter, whose row is not on this bill',
    mark: 'cached tokens on a meter whose row is not on this bill',
    sentence: 'Cached tokens are taken to be on meters that have no row here.',
  },
};

/**
 * Whether the cached meter can be what the story says. A further inference may have been served from the cache too.
 * @param unsplit reported cached tokens of which no kind is told
 */
export const cachedAgrees = (
  cache: CacheTreatment,
  reportedCached: number,
  billedCached: Span | undefined,
  { further, unsplit }: { readonly further: number; readonly unsplit: number },
): boolean => {
  if (cache !== 'apart' || billedCached === undefined) return true;
  const most = further === 0 ? reportedCached + unsplit : Number.POSITIVE_INFINITY;
  return meeting(billedCached, { low: reportedCached, high: most }) !== null;
};
