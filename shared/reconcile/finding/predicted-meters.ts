import { billedAs, type MeterKind } from '../../billing/meter-kind.ts';
import type { MeterPart, PredictedMeter } from '../stories/answer-types.ts';
import { cacheWords, furtherInputOf } from '../stories/cached-tokens.ts';
import { oneAnswer } from '../stories/places.ts';
import type { Space } from '../stories/space.ts';
import { holds, nearest, plus, point, single, type Span } from '../../kit/span.ts';
import { baseTotals, type FurtherInference, type ReadPart, type Story } from '../stories/story.ts';
import { count, minus, seconds } from '../../kit/numbers.ts';

type Modality = 'audio' | 'text';

/** What was reported, and what side events add to the meter or take from it. */
const baseParts = ({ events }: Story, { reported }: Space, meter: MeterKind): MeterPart[] => [
  { tokens: reported[meter], kind: 'reported', words: 'reported' },
  ...events
    .filter(({ tokens }) => tokens[meter] !== 0)
    .map(({ tokens, title }): MeterPart => ({ tokens: tokens[meter], kind: 'beside', words: title })),
];

/** How far the nearest of the numbers that a meter can show is from what is predicted. */
const residualOf = (value: Span | undefined, predicted: number | null): number | null =>
  value === undefined || predicted === null ? null : nearest(value, predicted) - predicted;

const sumOf = (parts: readonly { readonly tokens: number }[]): number =>
  parts.reduce((sum, { tokens }) => sum + tokens, 0);

/** `110 + 420`, minus signs where a part is below zero. */
const sumText = (terms: readonly { readonly tokens: number; readonly formula?: string }[]): string =>
  terms
    .map(({ tokens, formula = count(Math.abs(tokens)) }, index) =>
      index === 0
        ? formula
        : formula.startsWith('\u2212')
          ? ` ${formula}`
          : ` ${tokens < 0 ? '\u2212' : '+'} ${formula}`,
    )
    .join('');

interface Term {
  readonly parts: readonly ReadPart[];
  /** Whether its last part takes what nothing tells. */
  readonly open: boolean;
}

const termOf = (one: FurtherInference, modality: Modality): Term => ({
  parts: one.words[modality],
  open: one.reads.open === modality,
});

/** The parts of all further inferences, the open amount given to the last part that can take it. */
function readParts(story: Story, modality: Modality, rest: number): { parts: MeterPart[]; text: string } {
  const terms = story.further.map((one) => termOf(one, modality));
  const known = terms.reduce((sum, { parts }) => sum + sumOf(parts), 0);
  let left = rest - known;
  const taker = terms.findLastIndex(({ open }) => open);
  const texts: string[] = [];
  const parts: MeterPart[] = [];
  for (const [index, { parts: own }] of terms.entries()) {
    const shown = own.map((part, at) => {
      const takes = index === taker && at === own.length - 1 && part.formula === '';
      if (!takes) return part;
      const given = { ...part, tokens: Math.max(0, left), formula: count(Math.max(0, left)) };
      left = Math.min(0, left);
      return given;
    });
    const terms = shown.filter(({ formula }) => formula !== '');
    texts.push(terms.length > 1 ? `(${sumText(terms)})` : sumText(terms));
    for (const [at, { tokens, words }] of shown.entries()) {
      if (tokens === 0) continue;
      parts.push({ tokens, words, kind: index === taker && at === own.length - 1 ? 'free' : 'again' });
    }
  }
  // What the rules leave open, and no more than that.
  const width = story.further.reduce((sum, { reads }) => plus(sum, reads[modality]), point(0));
  if (left !== 0 && holds(width, rest)) {
    parts.push({ tokens: left, kind: 'within', words: 'within what the rules leave open' });
    texts.push(count(left).replace(minus, `${minus} `));
  }
  return {
    parts,
    text: texts
      .filter((text) => text !== '')
      .join(' + ')
      .replaceAll('+ \u2212', '\u2212'),
  };
}

function inputMeter(story: Story, space: Space, modality: Modality): PredictedMeter {
  const meter = `${modality}_in` as const;
  const { billed, reported } = space;
  const { tokens, taken: takenSpan } = furtherInputOf(story, modality, space);
  const taken = nearest(takenSpan, baseTotals(story.events, space.turns)[`${modality}_cached`]);
  const value = billed[meter];
  const fixed = baseParts(story, space, meter);
  const known = story.further.reduce((sum, one) => sum + sumOf(one.words[modality]), 0);
  const isOpen = story.open === modality;
  // A story of this bill holds what is billed: by the rules, or because nothing of it is checked.
  const rest = tokens === null ? known : nearest(tokens, known);
  const read = readParts(story, modality, rest);
  const all = [
    ...fixed,
    ...read.parts,
    ...(taken > 0 ? [{ tokens: -taken, kind: 'beside', words: 'cached, not on this meter' } as const] : []),
  ];
  const predicted = value === undefined && isOpen ? null : sumOf(all);
  const beside = fixed.slice(1);
  return {
    meter,
    predicted,
    ...billedAs(value),
    residual: residualOf(value, predicted),
    checked: value !== undefined && !isOpen,
    arithmetic:
      sumText([{ tokens: reported[meter] }, ...beside]) +
      (read.text === '' ? '' : ` ${read.text.startsWith('\u2212') ? '' : '+ '}${read.text}`) +
      (taken > 0 ? ` \u2212 ${count(taken)}` : ''),
    note: [
      story.further.length === 0
        ? 'as reported'
        : `read again: ${read.parts.map(({ words }) => words).join('; ') || 'nothing'}`,
      ...(isOpen ? ['not checked: as large as this bill makes it'] : []),
    ].join('; '),
    parts: all,
  };
}

function cachedMeter(story: Story, space: Space, modality: Modality): PredictedMeter {
  const meter = `${modality}_cached` as const;
  const base = baseTotals(story.events, space.turns)[meter];
  const cache = story.cache[modality];
  const value = space.billed[meter];
  const own = cache === 'apart' || cache === 'missing';
  const free = cache === 'apart' && story.further.length > 0 && value !== undefined && value.low > base;
  const predicted = own ? (free ? value.low : base) : 0;
  const reported: MeterPart = { tokens: base, kind: 'reported', words: 'reported' };
  return {
    meter,
    predicted,
    ...billedAs(value),
    residual: residualOf(value, predicted),
    checked: value !== undefined && !free,
    arithmetic: own || base === 0 ? count(predicted) : `${count(base)} \u2212 ${count(base)}`,
    note: free ? 'the further inference may have been served from the cache too; not checked' : cacheWords[cache].note,
    parts: [
      ...(base === 0 ? [] : [reported]),
      ...(free ? [{ tokens: value.low - base, kind: 'free', words: 'read from the cache again' } as const] : []),
      ...(own || base === 0 ? [] : [{ tokens: -base, kind: 'beside', words: cacheWords[cache].note } as const]),
    ],
  };
}

const numberWords: readonly string[] = ['', 'a second', 'two further', 'three further'];

/** What the further outputs would be: `a second answer of 10.6 s`, `its transcript, 46 + 18`. */
function outputWords(story: Story, space: Space, modality: Modality, extra: number): string {
  const one = story.further.length === 1;
  const which = numberWords[story.further.length] ?? `${story.further.length} further`;
  const billed = single(space.billed.audio_out);
  const audio = billed === null ? null : billed - baseTotals(story.events, space.turns).audio_out;
  const answer = oneAnswer(space.rules, audio ?? 0, modality === 'text' ? extra : 0);
  if (modality === 'audio') {
    const length = seconds(1000 * answer.seconds);
    return one ? `${which} answer of ${length}` : `${which} answers, ${length} together`;
  }
  if (!one || audio === null || answer.content === null || !answer.lawful) return 'what was written beside the report';
  return `its ${audio > 0 ? 'transcript' : 'text'}, ${count(answer.content)} + ${answer.frame}`;
}

function outputMeter(story: Story, space: Space, modality: Modality): PredictedMeter {
  const meter = `${modality}_out` as const;
  const base = baseTotals(story.events, space.turns)[meter];
  const fixed = baseParts(story, space, meter);
  const value = space.billed[meter];
  const sum = sumText(fixed);
  if (story.further.length === 0 || value === undefined) {
    return {
      meter,
      // A further inference puts out an unknown amount: with no row to read it from the story is silent.
      predicted: story.further.length === 0 ? base : null,
      ...billedAs(value),
      residual: residualOf(value, base),
      checked: value !== undefined,
      arithmetic: story.further.length === 0 ? sum : `${sum} + an unknown answer`,
      note: story.further.length === 0 ? 'as reported' : 'at least as reported',
      parts: fixed,
    };
  }
  const least = nearest(value, base);
  const extra = least - base;
  const words = extra === 0 ? 'nothing' : outputWords(story, space, modality, extra);
  return {
    meter,
    predicted: least,
    ...billedAs(value),
    residual: 0,
    checked: false,
    arithmetic: `${sum} + ${count(extra)}`,
    note: extra === 0 ? 'as reported, not checked' : `${words}; not checked`,
    parts: extra === 0 ? fixed : [...fixed, { tokens: extra, kind: 'free', words }],
  };
}

/** Every meter of a story, in the order of the bill. */
export function predictMeters(story: Story, space: Space): PredictedMeter[] {
  return (['audio', 'text'] as const).flatMap((modality) => [
    inputMeter(story, space, modality),
    cachedMeter(story, space, modality),
    outputMeter(story, space, modality),
  ]);
}

/** Every checked meter equals its prediction in whole tokens, and at least one meter is checked. */
export function isExact(meters: readonly PredictedMeter[]): boolean {
  const checked = meters.filter((meter) => meter.checked);
  return checked.length > 0 && checked.every((meter) => meter.residual === 0);
}
