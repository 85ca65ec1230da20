import { rereadTokens } from '../../usage/rules/rules.ts';
import { cacheStories, cachedAgrees, takenFromInput } from './cache.ts';
import {
  atEveryTurn,
  candidates,
  eachCombination,
  mostBesideEvents,
  mostFurther,
  type Combination,
} from './candidates.ts';
import { mostPerMessage, mostUncounted, outputsAgree } from './limits.ts';
import type { LogEvidence } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import { sideEventSets } from './side-events.ts';
import { baseTotals, compareComplexity, type CacheStory, type SideEvent, type Story } from './story.ts';

interface Fit {
  readonly perMessage: number;
  readonly transcripts: number | null;
}

/** The overhead per message, or the uncounted transcripts, that make the text meter come out whole; null when none within reason does. */
function fitText(missing: number | null, messages: number, transcriptsMost: number | null): Fit | null {
  if (transcriptsMost !== null) {
    if (missing === null || missing < 1 || missing > transcriptsMost) return null;
    return { perMessage: rereadTokens, transcripts: missing };
  }
  if (missing === null) return { perMessage: rereadTokens, transcripts: null };
  if (messages === 0) return missing === 0 ? { perMessage: rereadTokens, transcripts: null } : null;
  const perMessage = missing / messages;
  return Number.isInteger(perMessage) && perMessage >= 0 && perMessage <= mostPerMessage
    ? { perMessage, transcripts: null }
    : null;
}

/** What the transcripts of a turn may count at most, if the inference reads any that nobody counted; null: it reads none. */
function uncountedMost(
  { further, whole }: Combination,
  turns: readonly Turn[],
  billed: Billed,
): number | null | 'refused' {
  if (whole) return null;
  const turn = turns[further[0]?.turn ?? 0];
  // With a second unknown, or no audio meter to check, anything at all would fit.
  if (turn === undefined || further.length > 1 || billed.audio_in === undefined) return 'refused';
  return mostUncounted(turn);
}

/** A set of side events, one way the cached tokens went, and what both leave to be read by further inferences. */
interface Setting {
  readonly events: readonly SideEvent[];
  readonly base: Record<MeterKind, number>;
  readonly cache: CacheStory;
  /** null: the meter has no row. */
  readonly missingAudio: number | null;
  readonly missingText: number | null;
}

function settingsOf(events: readonly SideEvent[], turns: readonly Turn[], billed: Billed): Setting[] {
  const base = baseTotals(events, turns);
  const missing = (modality: 'audio' | 'text', cache: CacheStory): number | null => {
    const value = billed[`${modality}_in`];
    const cached = billed[`${modality}_cached`];
    return value === undefined
      ? null
      : value + takenFromInput(cache[modality], base[`${modality}_cached`], cached) - base[`${modality}_in`];
  };
  return cacheStories(base, billed).map((cache) => ({
    events,
    base,
    cache,
    missingAudio: missing('audio', cache),
    missingText: missing('text', cache),
  }));
}

/** Whether what lies on the cached meters is a part of the input: nothing can have been cached that was never read. */
const cachedWithin = (
  read: Readonly<Record<'audio' | 'text', number>>,
  { base, cache }: Setting,
  billed: Billed,
): boolean =>
  (['audio', 'text'] as const).every((one) => {
    const taken = takenFromInput(cache[one], base[`${one}_cached`], billed[`${one}_cached`]);
    return taken <= base[`${one}_in`] + read[one];
  });

function storyOf(combination: Combination, setting: Setting, turns: readonly Turn[], billed: Billed): Story | null {
  const { further, audio, text, messages } = combination;
  const { events, base, cache, missingAudio, missingText } = setting;
  if (missingAudio !== null && missingAudio !== audio) return null;
  if (!outputsAgree(base, billed, further.length)) return null;
  const cachedFits = (['audio', 'text'] as const).every((one) =>
    cachedAgrees(cache[one], base[`${one}_cached`], billed[`${one}_cached`], further.length),
  );
  const most = uncountedMost(combination, turns, billed);
  if (!cachedFits || most === 'refused') return null;
  const fit = fitText(missingText === null ? null : missingText - text, messages, most);
  if (fit === null) return null;
  const { perMessage, transcripts } = fit;
  const read = { audio, text: text + perMessage * messages + (transcripts ?? 0) };
  if (!cachedWithin(read, setting, billed)) return null;
  return {
    further,
    events,
    cache,
    perMessage,
    perMessageFitted: perMessage !== rereadTokens,
    transcriptsFitted: transcripts,
  };
}

/**
 * Every story whose checked meters equal the bill in whole tokens, simplest first.
 * A bill without an input row is silent about that modality: it then rules nothing out, and proves nothing.
 */
export function searchStories(turns: readonly Turn[], billed: Billed, log: LogEvidence | null = null): Story[] {
  const found: Story[] = [];
  const all = candidates(turns, log);
  const tryAll = (combination: Combination, settings: readonly Setting[]): void => {
    for (const setting of settings) {
      const story = storyOf(combination, setting, turns, billed);
      if (story !== null) found.push(story);
    }
  };
  for (const events of sideEventSets(turns, billed, log)) {
    const settings = settingsOf(events, turns, billed);
    const audios =
      billed.audio_in === undefined ? null : new Set(settings.map(({ missingAudio }) => missingAudio ?? 0));
    const within = events.find((event) => event.turns !== null)?.turns ?? null;
    const items = within === null ? all : all.filter(({ turn }) => turn >= within[0] && turn < within[1]);
    const most = events.length === 0 ? mostFurther(turns, billed) : mostBesideEvents(turns);
    eachCombination(items, turns, most, audios, (combination) => {
      tryAll(combination, settings);
    });
    if (events.length === 0 && turns.length > most) {
      for (const combination of atEveryTurn(turns)) tryAll(combination, settings);
    }
  }
  return found.sort(compareComplexity);
}
