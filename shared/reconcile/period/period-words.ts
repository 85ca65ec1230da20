import { groupDigits, plural } from '../../kit/numbers.ts';
import { currencyWords, Exact } from '../../kit/money.ts';
import { listed, lower } from '../stories/phrases.ts';
import type { PeriodBlock, PeriodPart, PeriodStory, PeriodTotal } from './period-report.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const monthName = (day: string): string => `${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;

const lastOfMonth = (day: string): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

/** `October 2026` for a whole month or the total of one; `5 to 20 October 2026`; `28 October to 3 November 2026`. */
export function periodLabel(from: string, to: string): string {
  if (from === '') return 'No day named';
  if (from.length === 7 || to.length === 7) {
    return from.slice(0, 7) === to.slice(0, 7) ? monthName(from) : `${monthName(from)} to ${monthName(to)}`;
  }
  const [first, last] = [Number(from.slice(8)), Number(to.slice(8))];
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  if (sameMonth && first === 1 && last === lastOfMonth(to)) return monthName(from);
  if (from === to) return `${first} ${monthName(from)}`;
  if (sameMonth) return `${first} to ${last} ${monthName(from)}`;
  const start = from.slice(0, 4) === to.slice(0, 4) ? monthName(from).replace(/ \d{4}$/, '') : monthName(from);
  return `${first} ${start} to ${last} ${monthName(to)}`;
}

/** Whole per cent of parts that add up to 100: each cut, the largest remainders raised. */
function wholePercents(shares: readonly number[]): number[] {
  const cut = shares.map((share) => Math.floor(share * 100));
  const left = Math.round(shares.reduce((sum, share) => sum + share, 0) * 100) - cut.reduce((sum, one) => sum + one, 0);
  const byRest = shares
    .map((share, index) => ({ index, rest: share * 100 - Math.floor(share * 100) }))
    .sort((one, other) => other.rest - one.rest);
  for (const { index } of byRest.slice(0, Math.max(0, left))) cut[index] = (cut[index] ?? 0) + 1;
  return cut;
}

interface Told {
  readonly label: string;
  readonly totals: readonly PeriodTotal[];
  readonly blocks: readonly PeriodBlock[];
  readonly stories: readonly PeriodStory[];
  /** Sessions that the file has no meter of. */
  readonly astray: number;
}

/** One sentence for whoever reads no more; money that is not allocated comes first where it is the larger part. */
export function headlineOf({ label, totals, blocks, stories, astray }: Told): string {
  const [total] = totals;
  if (total === undefined) return `${label}: the file charges nothing for these sessions.`;
  const share = (state: PeriodPart['state']): number =>
    total.parts.filter((part) => part.state === state).reduce((sum, part) => sum + (part.share ?? 0), 0);
  const days = blocks.flatMap((block) => block.days);
  const open = days.filter(({ state }) => state === 'open' || state === 'no row' || state === 'unreadable').length;
  const late = days.filter(({ state }) => state === 'not settled').length;
  const rest = [
    ...(open > 0 ? [`${plural(open, 'day')} ${open === 1 ? 'is' : 'are'} open`] : []),
    ...(late > 0 ? [`${plural(late, 'day')} can still change`] : []),
    ...(astray > 0 ? [`${plural(astray, 'session')} ${astray === 1 ? 'has' : 'have'} no meter in it`] : []),
  ];
  const end = rest.length === 0 ? 'nothing is open' : listed(rest);
  if (total.parts.length === 0)
    return `${label}: the file charges ${total.file} ${currencyWords(total.currency)}; ${end}.`;
  if (total.parts.some((part) => part.share === null))
    return `${label}: ${end}; one part is below zero, so parts are told in money alone.`;
  // Shares are of one currency, which is named where there are several.
  const file = totals.length === 1 ? 'the file' : `what is charged in ${currencyWords(total.currency)}`;
  const states = [...new Set(total.parts.map(({ state }) => state))];
  const whole = wholePercents(states.map(share));
  const percent = (state: PeriodPart['state']): string => {
    const per = whole[states.indexOf(state)] ?? 0;
    return per === 0 && share(state) > 0 ? 'under 1%' : per === 100 && share(state) < 1 ? 'over 99%' : `${per}%`;
  };
  if (share('not allocated') > share('as reported') + share('story')) {
    return `${label}: ${percent('not allocated')} of ${file} belongs to none of these sessions; of the rest ${end}.`;
  }
  const [story, another] = stories;
  const told = story === undefined || another !== undefined ? '' : ` (${lower(story.title)})`;
  const said: readonly (readonly [PeriodPart['state'], string])[] = [
    ['story', `has a story${told}`],
    ['other traffic', 'is other traffic'],
    ['no session', 'is of days without a session here'],
    ['not allocated', 'is not allocated'],
  ];
  const parts = [
    `${percent('as reported')} of ${file} is as reported`,
    ...said.flatMap(([state, words]) => (share(state) > 0 ? [`${percent(state)} ${words}`] : [])),
  ];
  return `${label}: ${[...parts, end].join(', ')}.`;
}

/** The sum written out: `4.2414283 in the table + 0.346029 not allocated = 4.5874573, the file's own total`. */
export const sumWords = ({ currency, table, unallocated, file }: PeriodTotal): string =>
  new Exact(unallocated).isZero()
    ? `${groupDigits(file)} ${currencyWords(currency)} in the table, all that the file holds`
    : `${groupDigits(table)} in the table + ${groupDigits(unallocated)} not allocated = ${groupDigits(file)} ${currencyWords(currency)}, the file\u2019s own total`;
