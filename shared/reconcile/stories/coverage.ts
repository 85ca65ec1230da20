import { rereadTokens } from '../../usage/rules/rules.ts';
import { candidates, mostBesideEvents, mostFurther } from './candidates.ts';
import type { LogEvidence } from '../evidence.ts';
import { reportedTotals, type Turn } from '../facts.ts';
import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import { sideEventSets } from './side-events.ts';
import { baseTotals, complexity, fittedCost, inputOf, unlikeCaches, type Story } from './story.ts';
import { cacheStories, cachedAgrees, takenFromInput } from './cache.ts';
import { mostPerMessage, mostUncounted, outputsAgree } from './limits.ts';

/** How many of the amounts in range a set of stories reaches. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly share: number;
}

/** How often a bill with random input counts would be explained by a story as simple as this one, or simpler. */
export interface Coverage extends Share {
  /** The same of audio in alone. */
  readonly audio: Share;
  /** Of text in alone, by any story that is tried: a match on text alone is never proof. null: too many to count. */
  readonly text: Share | null;
}

const shareOf = (hits: number, of: number): Share => ({ hits, of, share: of === 0 ? 1 : Math.min(1, hits / of) });

/** Overheads a message may be fitted with: text alone is hit by all of these. */
const fittedOverheads = [0, 1, 2, 3, 4] as const;
/** Text alone is counted for as many combinations as this. */
const mostCombinations = 200_000;

interface Option {
  readonly audio: number;
  readonly text: number;
  readonly messages: number;
  readonly documented: boolean;
  readonly borneOut: boolean;
  /** A logged response happened at most once. */
  readonly once: boolean;
}

/** A further inference that reads transcripts which nobody counted: its text may be anything up to a bound. */
interface Uncounted {
  readonly audio: number;
  readonly text: number;
  readonly most: number;
  readonly documented: boolean;
}

/** The same conditions as the search has: one such inference by itself, with an audio meter to check it. */
const uncountedOf = (turns: readonly Turn[], billed: Billed, log: LogEvidence | null): Uncounted[] =>
  billed.audio_in === undefined
    ? []
    : candidates(turns, log).flatMap((further) => {
        const input = inputOf(further, turns, 0);
        const turn = turns[further.turn];
        if (input === null || input.whole || turn === undefined) return [];
        return [{ ...input, most: mostUncounted(turn), documented: further.context.documented }];
      });

const optionsOf = (turns: readonly Turn[], log: LogEvidence | null): Option[] =>
  candidates(turns, log).flatMap((further) => {
    const input = inputOf(further, turns, 0);
    if (input === null || !input.whole) return [];
    const { documented, text, response } = further.context;
    const { borneOut } = further;
    return [{ ...input, messages: text.messages, documented, borneOut, once: response !== null }];
  });

interface Sum {
  readonly audio: number;
  readonly text: number;
  readonly messages: number;
  readonly undocumented: number;
  /** An overhead of a message that nothing bears out. */
  readonly overhead: boolean;
  readonly used: number;
}

/** Every sum of at most `most` options, told to `tell`. */
function visitSums(options: readonly Option[], most: number, tell: (sum: Sum) => void): void {
  const visit = (from: number, sum: Sum): void => {
    tell(sum);
    if (sum.used === most) return;
    for (let index = from; index < options.length; index += 1) {
      const one = options[index] as Option;
      visit(one.once ? index + 1 : index, {
        audio: sum.audio + one.audio,
        text: sum.text + one.text,
        messages: sum.messages + one.messages,
        undocumented: sum.undocumented + (one.documented ? 0 : 1),
        overhead: sum.overhead || (one.messages > 0 && !one.borneOut),
        used: sum.used + 1,
      });
    }
  };
  visit(0, { audio: 0, text: 0, messages: 0, undocumented: 0, overhead: false, used: 0 });
}

/** Where the input meters of a bill start from: one way the cached tokens went. */
interface Start {
  readonly audio: number;
  readonly text: number;
  /** Both modalities were treated in ways that differ, which is an assumption more. */
  readonly unlike: number;
  /** Whether the other meters of this bill can be so with that many further inferences. */
  readonly agrees: (further: number) => boolean;
}

const startsOf = (base: Readonly<Record<MeterKind, number>>, billed: Billed): Start[] =>
  cacheStories(base, billed).map((cache) => ({
    audio: base.audio_in - takenFromInput(cache.audio, base.audio_cached, billed.audio_cached),
    text: base.text_in - takenFromInput(cache.text, base.text_cached, billed.text_cached),
    unlike: unlikeCaches(cache) ? 1 : 0,
    agrees: (further) =>
      outputsAgree(base, billed, further) &&
      cachedAgrees(cache.audio, base.audio_cached, billed.audio_cached, further) &&
      cachedAgrees(cache.text, base.text_cached, billed.text_cached, further),
  }));

/**
 * Counts, for each level of complexity, the distinct (audio in, text in) pairs that stories up to it reach, against every pair in range.
 * A fitted number makes the text meter nearly free, so such a story covers the share of its audio counts alone.
 */
export function coverageTable(
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
): (story: Story) => Coverage {
  const options = optionsOf(turns, log);
  const sets = sideEventSets(turns, billed, log);
  const most = mostFurther(turns, billed);
  const widest = (modality: 'audio' | 'text'): number => Math.max(0, ...options.map((one) => one[modality]));
  const bases = sets.map((events) => baseTotals(events, turns));
  const spread = (meter: 'audio_in' | 'text_in'): number => {
    const values = bases.map((base) => base[meter]);
    return Math.max(...values) - Math.min(...values);
  };
  const reported = reportedTotals(turns);
  const audioRange = most * widest('audio') + spread('audio_in') + reported.audio_cached + 1;
  const textRange = most * (widest('text') + rereadTokens) + spread('text_in') + reported.text_cached + 1;
  const uncounted = uncountedOf(turns, billed, log);
  const text = textAlone(options, most, textRange);
  const known = new Map<string, Coverage>();

  const count = (happenings: number, assumptions: number, fitted: boolean): Coverage => {
    const pairs = new Set<number>();
    const audios = new Set<number>();
    const allowed = (used: number, cost: number): boolean =>
      used < happenings || (used === happenings && cost <= assumptions);
    const add = (audio: number, text: number): void => {
      audios.add(audio);
      // Of a fitted story the audio alone counts, and its pairs would be many millions.
      if (!fitted) pairs.add(audio * 2 ** 26 + text);
    };
    for (const [at, events] of sets.entries()) {
      const base = bases[at];
      if (base === undefined || events.length > happenings) continue;
      const assumed = events.filter(({ assumption }) => assumption !== null).length;
      const left = Math.min(happenings - events.length, events.length === 0 ? most : mostBesideEvents(turns));
      for (const { audio, text, unlike, agrees } of startsOf(base, billed)) {
        const agreeing = Array.from({ length: left + 1 }, (_, further) => agrees(further));
        visitSums(options, left, (sum) => {
          const used = sum.used + events.length;
          const cost = sum.undocumented + assumed + unlike + (sum.overhead ? 1 : 0);
          if (agreeing[sum.used] !== true || !allowed(used, cost)) return;
          const whole = text + sum.text;
          add(audio + sum.audio, whole + sum.messages * rereadTokens);
          // The overhead changes the text alone.
          if (fitted || sum.messages === 0 || !allowed(used, cost + fittedCost)) return;
          for (let overhead = 0; overhead <= mostPerMessage; overhead += 1) {
            add(audio + sum.audio, whole + sum.messages * overhead);
          }
        });
        if (left === 0 || !agrees(1)) continue;
        for (const one of uncounted) {
          const cost = (one.documented ? 0 : 1) + assumed + unlike + fittedCost;
          if (!allowed(1 + events.length, cost)) continue;
          for (let tokens = 1; tokens <= one.most; tokens += 1) add(audio + one.audio, text + one.text + tokens);
        }
      }
    }
    const audio = shareOf(audios.size, audioRange);
    return fitted ? { ...audio, audio, text } : { ...shareOf(pairs.size, audioRange * textRange), audio, text };
  };

  return (story) => {
    const [happenings, assumptions] = complexity(story);
    const fitted = story.perMessageFitted || story.transcriptsFitted !== null;
    const key = `${happenings} ${assumptions} ${fitted}`;
    const have = known.get(key) ?? count(happenings, assumptions, fitted);
    known.set(key, have);
    return have;
  };
}

function textAlone(options: readonly Option[], most: number, range: number): Share | null {
  // The audio of an option makes no difference here, so each text is taken once.
  const unlike = options.filter(
    (one, index) => options.findIndex(({ text, messages }) => text === one.text && messages === one.messages) === index,
  );
  if (unlike.length ** most > mostCombinations) return null;
  const texts = new Set<number>();
  visitSums(unlike, most, (sum) => {
    for (const overhead of fittedOverheads) texts.add(sum.text + sum.messages * overhead);
  });
  return shareOf(texts.size, range);
}
