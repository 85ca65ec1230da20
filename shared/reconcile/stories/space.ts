import { rulesFor, type Counting, type RuleSet } from '../../usage/rules/rules.ts';
import type { Billed } from '../../billing/meter-kind.ts';
import type { LogEvidence } from '../evidence.ts';
import { reportedTotals, type Turn } from '../facts.ts';
import { cacheStories, takenFromInput } from './cache.ts';
import { candidatesOf, type Candidates } from './candidates.ts';
import { placesOf, type Place } from './places.ts';
import { sideEventSets } from './side-events.ts';
import { baseTotals, type CacheStory, type FurtherInference, type SideEvent } from './story.ts';
import type { MeterKind } from '../../billing/meter-kind.ts';

/** A set of side events, one way the cached tokens went, and what both leave to be read by further inferences. */
export interface Setting {
  readonly events: readonly SideEvent[];
  readonly base: Readonly<Record<MeterKind, number>>;
  readonly cache: CacheStory;
  /** Reported cached tokens of which no kind is told. */
  readonly unsplit: number;
  /** Input tokens of a modality that further inferences read, cached included; null: the meter has no row. */
  readonly missing: { readonly audio: number | null; readonly text: number | null };
}

/** A set of side events with every way the cached tokens can have gone, and the candidates that can have run beside it. */
export interface SettingSet extends Pick<Candidates, 'exact' | 'open'> {
  readonly events: readonly SideEvent[];
  readonly settings: readonly Setting[];
}

/** The candidates at turns that the side events leave on the bill, or at none. */
function beside(events: readonly SideEvent[], { exact, open }: Candidates): Pick<Candidates, 'exact' | 'open'> {
  const within = events.find(({ turns }) => turns !== null)?.turns ?? null;
  if (within === null) return { exact, open };
  const isOn = ({ turn }: FurtherInference): boolean => turn === null || (turn >= within[0] && turn < within[1]);
  return { exact: exact.filter(isOn), open: open.filter(isOn) };
}

/** Everything that stories about one bill are made of, worked out once. */
export interface Space {
  readonly turns: readonly Turn[];
  readonly billed: Billed;
  readonly log: LogEvidence | null;
  readonly counting: Counting;
  readonly rules: RuleSet;
  readonly places: readonly Place[];
  readonly candidates: Candidates;
  /** The sets of side events with their settings; the empty set stands first. */
  readonly sets: readonly SettingSet[];
  readonly reported: Readonly<Record<MeterKind, number>>;
}

/** What holds where neither log nor bill names model and service. */
const usualCounting: Counting = { family: 'ga', service: 'azure', certain: false };

function settingsOf(events: readonly SideEvent[], turns: readonly Turn[], billed: Billed): Setting[] {
  const base = baseTotals(events, turns);
  const missing = (modality: 'audio' | 'text', cache: CacheStory): number | null => {
    const value = billed[`${modality}_in`];
    const cached = billed[`${modality}_cached`];
    return value === undefined
      ? null
      : value + takenFromInput(cache[modality], base[`${modality}_cached`], cached) - base[`${modality}_in`];
  };
  const unsplit = turns.reduce((sum, { cachedUnsplit = 0 }) => sum + cachedUnsplit, 0);
  return cacheStories(base, billed).map((cache) => ({
    events,
    base,
    cache,
    unsplit,
    missing: { audio: missing('audio', cache), text: missing('text', cache) },
  }));
}

export function spaceOf(
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
  counting: Counting = usualCounting,
): Space {
  const rules = rulesFor(counting);
  const places = placesOf(turns, rules, counting.family);
  const candidates = candidatesOf(places, log, rules);
  return {
    turns,
    billed,
    log,
    counting,
    rules,
    places,
    candidates,
    sets: sideEventSets(turns, billed, log).map((events) => ({
      events,
      settings: settingsOf(events, turns, billed),
      ...beside(events, candidates),
    })),
    reported: reportedTotals(turns),
  };
}
