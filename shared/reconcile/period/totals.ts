import { currencyWords, Exact, type Money, sumByCurrency, sumExact } from '../../kit/money.ts';
import { isMeter } from './columns.ts';
import type { PeriodBlock, PeriodDay, PeriodPart, PeriodState, PeriodTotal, Unallocated } from './period-report.ts';

type PartOf = PeriodPart['state'];

/** The part of the file that what is beyond the report on a day belongs to. */
const partOfState: Readonly<Record<PeriodState, PartOf>> = {
  'as reported': 'as reported',
  explained: 'story',
  'other traffic': 'other traffic',
  'no session': 'no session',
  open: 'open',
  'no row': 'open',
  unreadable: 'open',
  'not settled': 'not settled',
  nothing: 'as reported',
};

const order: readonly PartOf[] = [
  'as reported',
  'story',
  'other traffic',
  'no session',
  'open',
  'not settled',
  'not allocated',
];

const costIn = (amounts: readonly Money[], currency: string): string =>
  amounts.find((one) => one.currency === currency)?.cost ?? '0';

interface Share {
  readonly state: PartOf;
  readonly story: number | null;
  readonly day: string;
  readonly cost: string;
}

/** What a day charges in a currency: what was reported, and what lies beyond it. They add up to the charge. */
function sharesOf(day: PeriodDay, currency: string): Share[] {
  return day.cells.flatMap(({ column, charged, beyond, difference, hours, state: ofCell }): Share[] => {
    // A story speaks of the six meters alone.
    const state = partOfState[isMeter(column) ? day.state : ofCell];
    const whole = costIn(charged, currency);
    if (new Exact(whole).isZero()) return [];
    const same = { story: null, day: day.day };
    const isTold =
      beyond !== null &&
      beyond.currency === currency &&
      charged.length === 1 &&
      (difference !== null || hours !== null) &&
      // Less than was reported is no part of a charge.
      (new Exact(whole).isNegative() || !new Exact(beyond.cost).isNegative());
    // A charge that cannot be split stands with what became of its day.
    const more = day.state === 'no session' || !isTold ? (state === 'as reported' ? '0' : whole) : beyond.cost;
    return [
      { ...same, state: 'as reported', cost: new Exact(whole).minus(more).toFixed() },
      { ...same, state, story: state === 'story' ? day.story : null, cost: more },
    ];
  });
}

function partsOf(shares: readonly Share[], unallocated: string, file: Exact): PeriodPart[] {
  const groups = new Map<string, Share[]>();
  for (const share of shares) {
    const key = `${share.state} ${share.story ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), share]);
  }
  const parts = [...groups.values()].flatMap((own) => {
    const [first] = own;
    const cost = sumExact(own.map((one) => one.cost));
    if (first === undefined || new Exact(cost).isZero()) return [];
    const days = new Set(own.filter((one) => !new Exact(one.cost).isZero()).map(({ day }) => day)).size;
    return [{ state: first.state, story: first.story, cost, days }];
  });
  if (!new Exact(unallocated).isZero()) {
    parts.push({ state: 'not allocated', story: null, cost: unallocated, days: 0 });
  }
  const sharable = file.gt(0) && parts.every(({ cost }) => new Exact(cost).gte(0));
  return parts
    .sort(
      (one, other) => order.indexOf(one.state) - order.indexOf(other.state) || (one.story ?? 0) - (other.story ?? 0),
    )
    .map((part) => ({ ...part, share: sharable ? new Exact(part.cost).div(file).toNumber() : null }));
}

/** The file's total in each currency with its parts, which add up to it to the last decimal. */
export function totalsOf(blocks: readonly PeriodBlock[], unallocated: readonly Unallocated[]): PeriodTotal[] {
  const left = sumByCurrency(unallocated.flatMap(({ charged }) => charged));
  const table = sumByCurrency(blocks.flatMap(({ charged }) => charged));
  const currencies = [...new Set([...table, ...left].map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const [inTable, outside] = [costIn(table, currency), costIn(left, currency)];
    const file = new Exact(inTable).plus(outside);
    const shares = blocks.flatMap(({ days }) => days.flatMap((day) => sharesOf(day, currency)));
    return {
      currency,
      file: file.toFixed(),
      table: inTable,
      unallocated: outside,
      parts: partsOf(shares, outside, file),
    };
  });
}

/** Said where the sums do not come to what the files themselves add up to; null: they do. */
export function sumsNote(totals: readonly PeriodTotal[], files: readonly Money[]): string | null {
  const off = files.filter(
    ({ cost, currency }) => !new Exact(totals.find((one) => one.currency === currency)?.file ?? 0).eq(cost),
  );
  return off.length === 0
    ? null
    : `Rows of these files that another export replaces are left out of the sums: the files hold ${off.map(({ cost, currency }) => `${cost} ${currencyWords(currency)}`).join(' and ')}.`;
}
