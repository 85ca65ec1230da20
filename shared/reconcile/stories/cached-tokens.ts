import type { Billed } from '../../billing/meter-kind.ts';
import type { CacheTreatment } from './answer.ts';
import type { CacheStory } from './story.ts';

type Modality = 'audio' | 'text';
const modalities = ['audio', 'text'] as const;

/** How cached tokens of one modality may have been treated: with none reported and none billed there is nothing to tell apart. */
function treatmentsOf(reportedCached: number, billedCached: number | undefined): readonly CacheTreatment[] {
  if (billedCached !== undefined && billedCached > 0) return ['apart'];
  if (reportedCached === 0) return ['none'];
  return billedCached === undefined ? ['folded', 'missing'] : ['folded', 'unbilled'];
}

/** Nothing folds the one modality and loses the other: with the same evidence both are treated alike. */
const alike = ({ audio, text }: CacheStory): boolean =>
  [audio, text].every((one) => one !== 'folded') ||
  [audio, text].every((one) => one !== 'unbilled' && one !== 'missing');

/** Every way the cached tokens may have gone, both modalities together. */
export function cacheStories(reported: Readonly<Record<`${Modality}_cached`, number>>, billed: Billed): CacheStory[] {
  const [audio, text] = modalities.map((one) => treatmentsOf(reported[`${one}_cached`], billed[`${one}_cached`]));
  return (audio ?? [])
    .flatMap((one) => (text ?? []).map((other): CacheStory => ({ audio: one, text: other })))
    .filter(alike);
}

/** Cached tokens that do not lie on the uncached meter of the modality. */
export function takenFromInput(
  cache: CacheTreatment,
  reportedCached: number,
  billedCached: number | undefined,
): number {
  switch (cache) {
    case 'none':
    case 'folded':
      return 0;
    case 'apart':
      return billedCached ?? reportedCached;
    case 'unbilled':
    case 'missing':
      return reportedCached;
  }
}

/**
 * Whether the cached meter can be what the story says. A further inference may have been served from the cache too.
 * @param unsplit reported cached tokens of which no kind is told
 */
export const cachedAgrees = (
  cache: CacheTreatment,
  reportedCached: number,
  billedCached: number | undefined,
  { further, unsplit }: { readonly further: number; readonly unsplit: number },
): boolean => {
  if (cache !== 'apart' || billedCached === undefined) return true;
  const most = further === 0 ? reportedCached + unsplit : Number.POSITIVE_INFINITY;
  return billedCached >= reportedCached && billedCached <= most;
};
