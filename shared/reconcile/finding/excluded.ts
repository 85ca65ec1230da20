import type { Excluded } from '../stories/answer-types.ts';
import { storyKinds } from '../stories/all-stories.ts';
import { point } from '../../kit/span.ts';
import type { Place } from '../stories/places.ts';
import type { Space } from '../stories/space.ts';
import type { Story } from '../stories/story.ts';
import type { Look } from '../stories/story-kind.ts';

/** The place that the list is about: the one that the first story names, else the last. */
function placeOf(first: Story | undefined, { places }: Space): Place | undefined {
  const turn = first?.further.find((one) => one.turn !== null)?.turn ?? null;
  return places[turn ?? places.length - 1];
}

/** The response that the list is about, with what is beyond the report; null: there is none, or nothing ran beside it. */
function lookOf(space: Space, first: Story | undefined): Look | null {
  const place = placeOf(first, space);
  const settings = space.sets[0]?.settings ?? [];
  const setting =
    settings.find(({ cache }) => cache.audio === first?.cache.audio && cache.text === first.cache.text) ?? settings[0];
  if (place === undefined || setting === undefined) return null;
  const wanted = setting.missing;
  // A meter below the report is short of something, which nothing that ran beside it explains.
  const [audio, text] = [wanted.audio ?? point(0), wanted.text ?? point(0)];
  if (Math.min(audio.high, text.high) < 0 || Math.max(audio.low, text.low) <= 0) return null;
  const at = space.turns.length < 2 ? '' : ` after response ${place.index + 1}`;
  return { space, place, wanted, every: settings.map(({ missing }) => missing), at };
}

/**
 * What else could have run at one response, each with the number that says no, and the stories that people tell. What is not
 * excluded by a number is no row here: it is a story, or stays open.
 */
export function excludedOf(space: Space, first: Story | undefined): Excluded[] {
  const look = lookOf(space, first);
  const rows = look === null ? [] : storyKinds.flatMap((kind) => kind.excluded?.(look) ?? []);
  return [
    // What comes nearest: more of something that is not excluded itself.
    ...rows.flatMap(({ own, more }) => (own === null ? more : [])),
    ...rows.flatMap(({ own, more }) => (own === null ? [] : [own, ...more])),
    ...storyKinds.flatMap((kind) => kind.told?.(space) ?? []),
  ];
}
