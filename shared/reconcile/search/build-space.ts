import { type Billed, type BilledSpans, spansOf } from '../../billing/meter-kind.ts';
import { type Counting, rulesFor } from '../../usage/rules/rules.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import { reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import { storyKinds } from '../stories/all-stories.ts';
import { cacheStories, furtherInput } from '../stories/cached-tokens.ts';
import { placesOf } from '../stories/places.ts';
import type { Candidates, Missing, Setting, Space } from '../stories/space.ts';
import { baseTotals, type FurtherInference, type SideEvent } from '../stories/story.ts';
import type { Scene } from '../stories/story-kind.ts';

/** Where a further inference stands in the order in which they are tried: what the log saw, then turn by turn, then other sessions. */
const standing = ({ response, turn }: FurtherInference): number =>
  response !== null ? -1 : (turn ?? Number.MAX_SAFE_INTEGER);

/** The further inferences that are tried. */
export function candidatesOf(scene: Scene): Candidates {
  const all = storyKinds
    .flatMap((kind) => kind.further?.(scene) ?? [])
    .sort((one, other) => standing(one) - standing(other));
  const within = all.filter(({ outside }) => !outside);
  return {
    exact: within.filter(({ reads }) => reads.open === null),
    open: within.filter(({ reads }) => reads.open !== null),
    outside: all.filter(({ outside }) => outside),
    logged: within.filter(({ response }) => response !== null),
  };
}

/** More pairs of side events than this are not tried. */
const mostPairs = 60;

/** The sets of side events that are tried: none, each alone, and pairs that do not both cut the session. The empty set stands first. */
function sideEventSets(scene: Scene): readonly (readonly SideEvent[])[] {
  const single = storyKinds.flatMap((kind) => kind.beside?.(scene) ?? []);
  const pairs = single.flatMap((one, index) =>
    single
      .slice(index + 1)
      .flatMap((other): SideEvent[][] => (one.turns !== null && other.turns !== null ? [] : [[one, other]])),
  );
  return [[], ...single.map((one) => [one]), ...(pairs.length > mostPairs ? [] : pairs)];
}

/** The candidates at turns that the side events leave on the bill, or at none. */
function beside(events: readonly SideEvent[], { exact, open }: Candidates): Pick<Candidates, 'exact' | 'open'> {
  const within = events.find(({ turns }) => turns !== null)?.turns ?? null;
  if (within === null) return { exact, open };
  const isOn = ({ turn }: FurtherInference): boolean => turn === null || (turn >= within[0] && turn < within[1]);
  return { exact: exact.filter(isOn), open: open.filter(isOn) };
}

/** What holds where neither log nor bill names model and service. */
const usualCounting: Counting = { family: 'ga', service: 'azure', certain: false };

const missingOf = (on: Parameters<typeof furtherInput>[1]): Missing => ({
  audio: furtherInput('audio', on).tokens,
  text: furtherInput('text', on).tokens,
});

function settingsOf(events: readonly SideEvent[], turns: readonly Turn[], billed: BilledSpans): Setting[] {
  const base = baseTotals(events, turns);
  const unsplit = turns.reduce((sum, { cachedUnsplit = 0 }) => sum + cachedUnsplit, 0);
  return cacheStories(base, billed).map((cache) => ({
    events,
    base,
    cache,
    unsplit,
    missing: missingOf({ cache, base, billed }),
    missingAlone: missingOf({ cache, base, billed, alone: unsplit }),
  }));
}

/** Everything that stories about one bill are made of. `turns`: the reported responses in order. */
export function spaceOf(
  turns: readonly Turn[],
  bill: Billed,
  log: LogEvidence | null,
  counting: Counting = usualCounting,
): Space {
  const billed = spansOf(bill);
  const rules = rulesFor(counting);
  const places = placesOf(turns, rules, counting.family);
  const scene: Scene = { turns, billed, log, rules, places };
  const candidates = candidatesOf(scene);
  return {
    turns,
    billed,
    log,
    counting,
    rules,
    places,
    candidates,
    sets: sideEventSets(scene).map((events) => ({
      events,
      settings: settingsOf(events, turns, billed),
      ...beside(events, candidates),
    })),
    reported: reportedTotals(turns),
  };
}
