import type { Money } from '../../kit/money.ts';
import { tableMoney } from '../../kit/money-format.ts';
import type { PeriodDay, PeriodPart, PeriodReport } from '../period/period-report.ts';

/** A report of a period with what names it. `at`: when it was written, ISO 8601. */
export interface NamedPeriod {
  readonly name: string;
  readonly report: PeriodReport;
  readonly at: string;
}

const partTitles: Readonly<Record<PeriodPart['state'], string>> = {
  'as reported': 'as reported',
  story: 'has a story',
  'other traffic': 'other traffic',
  'no session': 'no session here',
  open: 'open',
  'not settled': 'not settled',
  'not allocated': 'not allocated',
};

/** A part of the file's total in words: a story by its title. */
export const partWords = ({ stories }: PeriodReport, { state, story }: PeriodPart): string =>
  (story === null ? undefined : stories[story]?.title) ?? partTitles[state];

/** `12%`, `under 1%`: a share of all, whole. Something is never told as nothing. */
export const shareWords = (share: number): string =>
  share > 0 && share < 0.005 ? 'under 1%' : `${Math.round(100 * share)}%`;

export const moneyList = (amounts: readonly Money[]): string => amounts.map(tableMoney).join(' + ');

/** `explained by A`, `other traffic`: how a day stands. */
export function dayState({ stories }: PeriodReport, { state, story }: PeriodDay): string {
  const letter = story === null ? undefined : stories[story]?.letter;
  return state === 'explained' && letter !== undefined ? `explained by ${letter}` : state;
}

/** Days that whoever pays has to ask about, dearest difference first as far as it is known. */
export function openDays({ blocks }: PeriodReport): readonly { readonly model: string; readonly day: PeriodDay }[] {
  const asking: ReadonlySet<PeriodDay['state']> = new Set(['open', 'no row', 'unreadable', 'other traffic']);
  return blocks
    .flatMap(({ model, days }) => days.filter(({ state }) => asking.has(state)).map((day) => ({ model, day })))
    .sort((one, other) => Math.abs(Number(other.day.beyond?.cost ?? 0)) - Math.abs(Number(one.day.beyond?.cost ?? 0)));
}
