import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Excluded } from './answer-types.ts';
import type { Place } from './places.ts';
import { isPoint, meet, middle, type Span, spanText } from '../../kit/span.ts';
import {
  anyOutput,
  asItWas,
  type FurtherInference,
  type FurtherKind,
  type ReadPart,
  type Reads,
  type ReadsWords,
  type Title,
} from './story.ts';
import type { Missing } from './space.ts';
import type { ExcludedRows, Look, StoryKind } from './story-kind.ts';
import { count } from '../../kit/numbers.ts';

/** A story of one inference at a reported response: which input it read. */
interface AtResponseParts {
  readonly id: string;
  /** `a further response over the finished conversation, nothing new added`; and what follows a number of these. */
  readonly title: Title;
  /** As a row of its own: `A new spoken item, even an empty one`. */
  readonly name: string;
  /** What it adds, in short: `8 more for any item`. */
  readonly rule: (place: Place, rules: RuleSet) => string;
  /** Whether it can only have run after the answer; null: either. */
  readonly when: 'before' | 'after' | null;
  /** Null: it cannot have run there. */
  readonly reads: (place: Place, rules: RuleSet) => Reads | null;
  readonly words: (place: Place, rules: RuleSet) => ReadsWords;
  /** No measured rule knows it, at this place at least. */
  readonly isOutside: (place: Place, rules: RuleSet) => boolean;
  /** What may have caused such an inference. The sums are the same, so the numbers cannot tell which. */
  readonly mechanisms: readonly string[];
  /** The place at which a response that reported nothing can have read this, counted from the one after its last report; left out: none. */
  readonly silentAt?: -1 | 0;
  /** All that it reads was reported once before, by the same turn. */
  readonly readsReportedAgain?: true;
  /** Why it cannot have run where it reads nothing. */
  readonly cannotRun?: (place: Place, rules: RuleSet) => string;
  /** What else of it the numbers exclude. */
  readonly alsoExcluded?: (reads: Reads, look: Look) => readonly Excluded[];
  readonly noSign?: NonNullable<StoryKind['noSign']>;
}

export interface AtResponse extends AtResponseParts, FurtherKind, StoryKind {
  readonly readsReportedAgain?: true;
}

/** A story at a reported response, with all that follows from which input it reads. */
export function atResponse(parts: AtResponseParts): AtResponse {
  const kind: AtResponse = {
    ...parts,
    further: ({ places, rules }) => places.flatMap((place) => furtherAt(kind, place, rules) ?? []),
    inRun: (one, { places, at, rules }) => {
      const place = places[at.get(one.turn ?? 0) ?? 0];
      if (place === undefined) return asItWas(one);
      const read = parts.reads(place, rules);
      // It cannot run there, so it adds nothing.
      return [read === null ? { audio: 0, text: 0 } : { audio: middle(read.audio), text: middle(read.text) }];
    },
    excluded: (look) => excludedAt(parts, look),
  };
  return kind;
}

/** A story at a place as an inference; null: it cannot have run there. */
export function furtherAt(kind: AtResponse, place: Place, rules: RuleSet): FurtherInference | null {
  const reads = kind.reads(place, rules);
  if (reads === null) return null;
  const { id, title, when, mechanisms } = kind;
  return {
    kind,
    context: id,
    turn: place.index,
    title,
    when,
    reads,
    // Of thousands of candidates a few are ever put into words.
    get words() {
      return kind.words(place, rules);
    },
    outside: kind.isOutside(place, rules),
    workedOut: reads.open !== 'text' && !isPoint(reads.text),
    mechanisms,
    response: null,
    outputs: anyOutput,
  };
}

function excludedAt(parts: AtResponseParts, look: Look): ExcludedRows {
  const { place, wanted, every, at } = look;
  const { rules } = look.space;
  const reads = parts.reads(place, rules);
  const { id, name } = parts;
  const rule = parts.rule(place, rules);
  if (reads === null) {
    const why = parts.cannotRun?.(place, rules);
    return { own: why === undefined ? null : { id, title: name, rule, fails: why }, more: [] };
  }
  const no = fails(reads, wanted, every);
  return {
    own: no === null ? null : { id, title: `${name}${at}`, rule, fails: no },
    more: parts.alsoExcluded?.(reads, look) ?? [],
  };
}

/** `212 ± 2`; `12 to 23` where it has no whole middle. */
function evenWords({ low, high }: Span): string {
  const half = (high - low) / 2;
  return Number.isInteger(half) ? `${count(low + half)} \u00b1 ${count(half)}` : `${count(low)} to ${count(high)}`;
}

/** `246 text in, billed 238`, `242 or more text in, billed 238`; null: it is not excluded there. */
function failing(span: Span, wanted: Span | null, words: string): string | null {
  if (wanted === null || meet(span, wanted)) return null;
  const makes =
    span.low === span.high
      ? count(span.low)
      : Number.isFinite(span.high)
        ? evenWords(span)
        : `${count(span.low)} or more`;
  return `${makes} ${words}, billed ${spanText(wanted)}`;
}

/** The numbers that say no, in every way the cached tokens can have gone; null: one of these has room for it. */
export function fails({ audio, text }: Reads, wanted: Missing, every: readonly Missing[]): string | null {
  const open = every.some(
    (one) => (one.text === null || meet(text, one.text)) && (one.audio === null || meet(audio, one.audio)),
  );
  if (open) return null;
  const all = [failing(text, wanted.text, 'text in'), failing(audio, wanted.audio, 'audio in')].filter(
    (one) => one !== null,
  );
  return all.length === 0 ? null : all.join('; ');
}

export const response = (rest: string): Title => ({
  one: `a further response ${rest}`,
  many: `further responses ${rest}`,
});

export const newTurn: readonly string[] = [
  'a turn of the conversation that is not in the log',
  'another client on the same session',
];

export const itemPlus = (rules: RuleSet, of: 'spoken turn' | 'typed message'): number => rules.reads(of).text.plus;
export const question = ({ turn }: Place, audio: boolean): ReadPart => ({
  tokens: audio ? turn.audioIn : turn.textIn,
  formula: count(audio ? turn.audioIn : turn.textIn),
  words: audio ? 'question re-read' : 'prompt and question re-read',
});

/** What the conversation holds once it has answered, part by part. */
export function afterWords(place: Place): ReadsWords {
  const { turn, readAgain, demoted, after } = place;
  const answer = `${count(readAgain.text)} + ${readAgain.plus}`;
  const readText = turn.textIn + readAgain.text + readAgain.plus;
  // What an older answer loses and gains when it becomes text, and what the log knows of items in between.
  const textRest = middle(after.text) - readText;
  const audioRest = middle(after.audio) - turn.audioIn - readAgain.audio;
  const why = demoted === null ? 'items in between' : `response ${demoted.index + 1}\u2019s answer, now text`;
  const rest = (tokens: number): ReadPart[] =>
    tokens === 0 ? [] : [{ tokens, formula: tokens < 0 ? `\u2212 ${count(-tokens)}` : count(tokens), words: why }];
  return {
    letters: {
      audio: readAgain.audio === 0 ? 'ain' : 'ain + aout',
      text: `B + tout + ${readAgain.plus}`,
    },
    audio: [
      question(place, true),
      ...rest(audioRest),
      ...(readAgain.audio === 0
        ? []
        : [{ tokens: readAgain.audio, formula: count(readAgain.audio), words: 'answer re-read' }]),
    ],
    text: [
      question(place, false),
      ...rest(textRest),
      { tokens: readAgain.text + readAgain.plus, formula: answer, words: `answer re-read, ${answer}` },
    ],
  };
}

export const afterReads = ({ after }: Place): Reads => ({ ...after, open: null });
export const afterOutside = ({ known }: Place): boolean => !known;

/** The same with a part more at the end of a modality. */
export function withPart(words: ReadsWords, modality: 'audio' | 'text', part: ReadPart, letters: string): ReadsWords {
  return {
    ...words,
    letters: { ...words.letters, [modality]: `${words.letters[modality]} + ${letters}` },
    [modality]: [...words[modality], part],
  };
}
