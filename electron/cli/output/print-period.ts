import { columnTitle } from '../../../shared/reconcile/period/columns.ts';
import type {
  PeriodBlock,
  PeriodDay,
  PeriodPart,
  PeriodReport,
  PeriodState,
  PeriodTotal,
} from '../../../shared/reconcile/period/period-report.ts';
import { count, groupDigits, plural, signed } from '../../../shared/kit/numbers.ts';
import { decimalText, type Money, moneyText, moneyTexts } from '../../../shared/kit/money.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { indented, textTable } from './terminal-text.ts';

const amounts = (all: readonly Money[]): string => (all.length === 0 ? '' : moneyTexts(all));
const amount = (one: Money | null): string => (one === null ? '' : moneyText(one));

function stateText({ stories }: PeriodReport, state: PeriodState, story: number | null): string {
  const letter = story === null ? undefined : stories[story]?.letter;
  return state === 'explained' ? `explained${letter === undefined ? '' : ` by ${letter}`}` : state;
}

function partTitle({ stories }: PeriodReport, { state, story, days }: PeriodPart): string {
  const told = story === null ? undefined : stories[story];
  const name = state === 'story' && told !== undefined ? `${told.letter}  ${told.title}` : state;
  return state === 'as reported' || state === 'not allocated' ? name : `${name}, ${plural(days, 'day')}`;
}

function totalBlock(report: PeriodReport, { currency, file, parts }: PeriodTotal): string {
  const rows = parts.map((part) => [
    visibleLine(partTitle(report, part)),
    decimalText(part.cost),
    part.share === null ? '' : `${(100 * part.share).toFixed(1)}%`,
  ]);
  return textTable(
    [['', currency, 'share'], ...rows, ['The files hold', groupDigits(file), '']],
    ['left', 'right', 'right'],
  );
}

const isShown = ({ state }: PeriodDay): boolean => state !== 'nothing';

/** Meters of a day that are not as reported. */
function odd({ cells }: PeriodDay): string {
  return cells
    .filter(({ state }) => state !== 'as reported' && state !== 'nothing')
    .map(({ column, difference, state }) =>
      difference === null || difference === 0
        ? `${columnTitle(column).toLowerCase()}: ${state}`
        : `${columnTitle(column).toLowerCase()} ${signed(difference)}`,
    )
    .join(', ');
}

function daysBlock(report: PeriodReport, block: PeriodBlock): string {
  const rows = block.days
    .filter(isShown)
    .map((day) => [
      day.day === '' ? 'no day' : day.day,
      count(day.sessions.length),
      amounts(day.charged),
      amount(day.beyond),
      stateText(report, day.state, day.story),
      odd(day),
    ]);
  const empty = block.days.length - rows.length;
  const head = ['Day', 'Sessions', 'Billed', 'Beyond the report', 'State', 'Tokens beyond'];
  return [
    `${visibleLine(block.model)}${block.resource === null ? '' : ` on ${visibleLine(block.resourceId ?? block.resource)}`}`,
    textTable([head, ...rows], ['left', 'right', 'right', 'right', 'left', 'left']),
    ...(empty === 0 ? [] : [`${plural(empty, 'day')} with neither a session nor a row.`]),
  ].join('\n');
}

function sessionsBlock({ sessions, blocks }: PeriodReport): string {
  const rows = sessions.map(({ id, name, days, block, responses, reported, billed }) => [
    visibleLine(name ?? id),
    days.join(', '),
    block === null ? 'not told, see Notes' : visibleLine(blocks[block]?.model ?? ''),
    count(responses),
    amount(reported),
    amount(billed),
  ]);
  return textTable(
    [['Session', 'Day', 'Model', 'Responses', 'Reported, at list price', 'Billed'], ...rows],
    ['left', 'left', 'left', 'right', 'right', 'right'],
  );
}

function leftBlock({ unallocated }: PeriodReport): string {
  const rows = unallocated.flatMap(({ title, charged, rows: lines, names }) => [
    [title, amounts(charged), plural(lines, 'row')],
    ...names.map((one) => [`  ${visibleLine(one.name)}`, amounts(one.charged), plural(one.rows, 'row')]),
  ]);
  return textTable(rows, ['left', 'right', 'right']);
}

/** A period for people: the sentence, where the money went, every day, every session, what is in no cell. */
export function printPeriod(report: PeriodReport): string {
  const stories = report.stories.map(
    ({ letter, title, days }) => `  ${letter}  ${visibleLine(title)}: ${days.join(', ')}`,
  );
  return [
    visibleLine(report.headline),
    ...indented([report.lead]),
    ...report.totals.map((total) => totalBlock(report, total)),
    ...(stories.length === 0 ? [] : ['Stories', stories.join('\n')]),
    ...report.blocks.map((block) => daysBlock(report, block)),
    sessionsBlock(report),
    ...(report.unallocated.length === 0 ? [] : ['Not allocated', leftBlock(report)]),
    ...(report.notes.length === 0 ? [] : ['Notes', report.notes.map((note) => `  ${visibleLine(note)}`).join('\n')]),
  ].join('\n\n');
}
