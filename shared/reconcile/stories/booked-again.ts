import { meterFacts } from '../../billing/meter-kind.ts';
import { holds, moved, plus, point, single, spanText } from '../../kit/span.ts';
import { reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Excluded } from './answer-types.ts';
import { capital } from './phrases.ts';
import type { Space } from './space.ts';
import type { Look, StoryKind } from './story-kind.ts';
import { count as groups } from '../../kit/numbers.ts';

/** Rows or a file counted twice, with no inference behind them. */
export const bookedTwice: StoryKind = {
  id: 'booked-twice',
  excluded: (look) => ({ own: bookedAgain(look.space) === null ? outputsAlone(look) : null, more: [] }),
  noSign: (_, space) => {
    const again = bookedAgain(space);
    return again === null
      ? null
      : `What is beyond the report is ${again.what} ${onceMore(again.times)}, to the token on every meter: rows or a file counted twice and the same run made twice come to that, as a retry would.`;
  },
  rival: {
    of: ({ space }) => {
      const again = bookedAgain(space);
      return again === null
        ? null
        : {
            id: bookedTwice.id,
            title: `${capital(again.what)} booked ${again.times === 1 ? 'twice' : `${again.times + 1} times`}`,
            text: 'by the metering or an import, with no inference behind it: what is beyond is that very usage on every meter',
          };
    },
  },
};

const onceMore = (count: number): string => (count === 1 ? 'once more' : `${groups(count)} times more`);

/** Outputs booked twice, though nothing ran: inputs as reported, outputs as many as the answer's once more. */
function outputsAlone({ place: { turn }, space: { billed, reported }, wanted }: Look): Excluded | null {
  const out = (['audio', 'text'] as const).flatMap((one) => {
    const value = billed[`${one}_out`];
    const extra = value === undefined ? null : moved(value, -reported[`${one}_out`]);
    const again = one === 'audio' ? turn.audioOut : turn.textOut;
    return extra === null || extra.high < 0 || holds(extra, again)
      ? []
      : [`${groups(again)} ${meterFacts[`${one}_out`].words}, billed ${spanText(extra)} beyond`];
  });
  const read = (['audio', 'text'] as const).flatMap((one) => {
    const beyond = wanted[one];
    return beyond === null || holds(beyond, 0)
      ? []
      : [`0 ${meterFacts[`${one}_in`].words}, billed ${spanText(beyond)} beyond`];
  });
  const all = [...out, ...read];
  return all.length === 0
    ? null
    : {
        id: bookedTwice.id,
        title: 'The answer booked twice, nothing ran',
        rule: 'outputs only',
        fails: all.slice(0, 2).join('; '),
      };
}

/** What stands on the bill once more to the token, on every meter that has a row: with no inference behind it for all that numbers tell. */
interface BookedAgain {
  /** `response 2`, `everything that was reported`. */
  readonly what: string;
  /** How often beyond the report, from 1. */
  readonly times: number;
}

const meters = ['audio_in', 'text_in', 'audio_out', 'text_out'] as const;

/** Billed beyond the report on a meter, cached tokens counted with their input; null: the meter has no row, or rounding leaves several numbers open. */
function beyondOn(meter: (typeof meters)[number], { billed, reported }: Space): number | null {
  const value = billed[meter];
  if (value === undefined) return null;
  const cached = meter === 'audio_in' ? billed.audio_cached : meter === 'text_in' ? billed.text_cached : undefined;
  return single(moved(plus(value, cached ?? point(0)), -reported[meter]));
}

/** How often what these turns report is beyond; 0: it is not what is beyond. */
function timesOf(turns: readonly Turn[], space: Space): number {
  const once = reportedTotals(turns);
  const told = meters.flatMap((meter) => {
    const beyond = beyondOn(meter, space);
    return beyond === null || (beyond === 0 && once[meter] === 0) ? [] : [{ beyond, once: once[meter] }];
  });
  const [first] = told;
  if (first === undefined || told.length < 3 || first.once === 0) return 0;
  const times = first.beyond / first.once;
  return Number.isInteger(times) && times > 0 && told.every(({ beyond, once }) => beyond === times * once) ? times : 0;
}

/**
 * Whether the bill is the report and a whole part of it again: rows or a file counted twice, or the very same run made twice. A
 * retry whose answer came out equal on every meter would look so too, and is far less likely.
 */
function bookedAgain(space: Space): BookedAgain | null {
  const { turns } = space;
  if (turns.length === 0) return null;
  const all = timesOf(turns, space);
  if (all > 0) return { what: turns.length === 1 ? 'response 1' : 'everything that was reported', times: all };
  const at = turns.findIndex((turn) => timesOf([turn], space) > 0);
  const turn = turns[at];
  return turn === undefined ? null : { what: `response ${at + 1}`, times: timesOf([turn], space) };
}
