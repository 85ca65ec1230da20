import { meterFacts } from '../../billing/meter-kind.ts';
import { bookedAgain } from '../search/beyond.ts';
import type { Space } from '../search/space.ts';
import type { Excluded } from '../stories/answer.ts';
import { contexts, type Reads } from '../stories/further-response.ts';
import { oneAnswer, type Place } from '../stories/places.ts';
import { failedPopularStories } from '../stories/popular-stories.ts';
import { holds, plus, type Span } from '../stories/span.ts';
import { baseTotals, type Story } from '../stories/story.ts';

/** What further inferences have to come to, beyond the report; null: the meter has no row. */
interface Wanted {
  readonly audio: number | null;
  readonly text: number | null;
}

/** `212 ± 2`; `12 to 23` where it has no whole middle. */
function evenWords({ low, high }: Span): string {
  const half = (high - low) / 2;
  return Number.isInteger(half) ? `${low + half} \u00b1 ${half}` : `${low} to ${high}`;
}

/** `246 text in, billed 238`, `242 or more text in, billed 238`; null: it is not excluded there. */
function failing(span: Span, wanted: number | null, words: string): string | null {
  if (wanted === null || holds(span, wanted)) return null;
  const makes =
    span.low === span.high ? String(span.low) : Number.isFinite(span.high) ? evenWords(span) : `${span.low} or more`;
  return `${makes} ${words}, billed ${wanted}`;
}

/** The numbers that say no, in every way the cached tokens can have gone; null: one of these has room for it. */
function fails({ audio, text }: Reads, wanted: Wanted, every: readonly Wanted[]): string | null {
  const open = every.some(
    (one) => (one.text === null || holds(text, one.text)) && (one.audio === null || holds(audio, one.audio)),
  );
  if (open) return null;
  const all = [failing(text, wanted.text, 'text in'), failing(audio, wanted.audio, 'audio in')].filter(
    (one) => one !== null,
  );
  return all.length === 0 ? null : all.join('; ');
}

/** Outputs booked twice, though nothing ran: inputs as reported, outputs as many as the answer's once more. */
function bookedTwice(
  { turn }: Place,
  { billed }: Space,
  wanted: Wanted,
  base: ReturnType<typeof baseTotals>,
): Excluded[] {
  const out = (['audio', 'text'] as const).flatMap((one) => {
    const value = billed[`${one}_out`];
    const extra = value === undefined ? null : value - base[`${one}_out`];
    const again = one === 'audio' ? turn.audioOut : turn.textOut;
    return extra === null || extra < 0 || extra === again
      ? []
      : [`${again} ${meterFacts[`${one}_out`].words}, billed ${extra} beyond`];
  });
  const read = (['audio', 'text'] as const).flatMap((one) =>
    wanted[one] === null || wanted[one] === 0
      ? []
      : [`0 ${meterFacts[`${one}_in`].words}, billed ${wanted[one]} beyond`],
  );
  const all = [...out, ...read];
  return all.length === 0
    ? []
    : [
        {
          id: 'booked-twice',
          title: 'The answer booked twice, nothing ran',
          rule: 'outputs only',
          fails: all.slice(0, 2).join('; '),
        },
      ];
}

/** Why an answer leaves no function call: its tokens are those of the answer. */
function noCall({ turn, transcript }: Place, { rules }: Space): Excluded[] {
  const answer = oneAnswer(rules, turn.audioOut, turn.textOut);
  const content = transcript?.low === transcript?.high ? (transcript?.low ?? null) : answer.content;
  const why =
    content === null || turn.audioOut === 0
      ? 'the response called no function'
      : `${turn.textOut} text out = ${content} + ${turn.textOut - content} leaves no call`;
  return [{ id: 'tool-round', title: 'A tool round', rule: 'needs a function call', fails: why }];
}

/** The place that the list is about: the one that the first story names, else the last. */
function placeOf(first: Story | undefined, { places }: Space): Place | undefined {
  const turn = first?.further.find((one) => one.turn !== null)?.turn ?? null;
  return places[turn ?? places.length - 1];
}

/**
 * What else could have run at one response, each with the number that says no, and the stories that people tell. What is not
 * excluded by a number is no row here: it is a story, or stays open.
 */
export function excludedOf(space: Space, first: Story | undefined): Excluded[] {
  const { billed, rules, turns } = space;
  const told = failedPopularStories(turns, billed);
  const place = placeOf(first, space);
  const settings = space.sets[0]?.settings ?? [];
  const setting =
    settings.find(({ cache }) => cache.audio === first?.cache.audio && cache.text === first.cache.text) ?? settings[0];
  if (place === undefined || setting === undefined) return told;
  const wanted = setting.missing;
  const every = settings.map(({ missing }) => missing);
  // A meter below the report is short of something, which nothing that ran beside it explains.
  const [audio, text] = [wanted.audio ?? 0, wanted.text ?? 0];
  if (Math.min(audio, text) < 0 || Math.max(audio, text) === 0) return told;
  const at = turns.length < 2 ? '' : ` after response ${place.index + 1}`;
  const rows = contexts.flatMap((context): Excluded[] => {
    const { id, name, rule } = context;
    const reads = context.reads(place, rules);
    if (reads === null) return id === 'tool-round' ? noCall(place, space) : [];
    const no = fails(reads, wanted, every);
    return no === null ? [] : [{ id, title: `${name}${at}`, rule: rule(place, rules), fails: no }];
  });
  const retry = contexts.find(({ id }) => id === 'retry')?.reads(place, rules) ?? null;
  const twice =
    retry === null ? null : { ...retry, audio: plus(retry.audio, retry.audio), text: plus(retry.text, retry.text) };
  const noTwo = twice === null ? null : fails(twice, wanted, every);
  const two: Excluded[] =
    twice === null || noTwo === null
      ? []
      : [
          {
            id: 'two-retries',
            title: `Two retries${at}`,
            rule: twice.text.low === wanted.text ? `${twice.text.low} text in fits` : 'prompt and question, twice',
            fails: noTwo,
          },
        ];
  const retryAt = rows.findIndex(({ id }) => id === 'retry');
  return [
    ...rows.slice(0, retryAt + 1),
    ...two,
    ...rows.slice(retryAt + 1),
    ...(bookedAgain(space) === null ? bookedTwice(place, space, wanted, baseTotals([], turns)) : []),
    ...told,
  ];
}
