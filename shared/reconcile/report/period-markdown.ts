import { bullets, code, heading, markdownOf, md, paragraph, table, type Block } from '../../kit/untrusted/markdown.ts';
import { tableDifference, tableMoney } from '../../kit/money-format.ts';
import { count } from '../../kit/numbers.ts';
import { columnTitle } from '../period/columns.ts';
import type { PeriodBlock, PeriodReport } from '../period/period-report.ts';
import { dayState, moneyList, type NamedPeriod, openDays, partWords, shareWords } from './period-lines.ts';
import { billedText } from './wording.ts';

const part = (title: string, ...blocks: readonly Block[]): readonly Block[] =>
  blocks.every(({ block }) => block === '') ? [] : [heading(3, title), ...blocks];

function blockTable(report: PeriodReport, { columns, days }: PeriodBlock): Block {
  const head = ['Day, UTC', 'Sessions', ...columns.map(columnTitle), 'Billed', 'Beyond the report', 'State'];
  const rows = days
    .filter(({ state }) => state !== 'nothing')
    .map((day) => [
      day.day || 'no day',
      count(day.sessions.length),
      ...columns.map((column) => {
        const cell = day.cells.find((one) => one.column === column);
        return cell === undefined ? '' : cell.hours === null ? billedText(cell) : (cell.hours.billed ?? 'no row');
      }),
      moneyList(day.charged),
      day.beyond === null ? '' : tableDifference(day.beyond),
      dayState(report, day),
    ]);
  return table(head, rows, (column) => column > 0 && column < head.length - 1);
}

/** A period to paste into a ticket or a chat: the sentence, the sums, the days that ask, then every day. */
export function periodMarkdown({ name, report, at }: NamedPeriod): string {
  const { headline, lead, label, totals, blocks, stories, unallocated, sources, notes } = report;
  return markdownOf([
    heading(2, name),
    paragraph(`${label}: sessions against the bill. Written ${at}.`),
    paragraph(md`**${headline}**`),
    paragraph(lead),
    ...totals.flatMap((total) =>
      part(
        'Where the money of the file went',
        bullets([
          ...total.parts.map(
            (one) =>
              `${partWords(report, one)}${one.share === null ? '' : `, ${shareWords(one.share)}`}: ${tableMoney({ cost: one.cost, currency: total.currency })}`,
          ),
          `The file charges ${tableMoney({ cost: total.file, currency: total.currency })}`,
        ]),
      ),
    ),
    ...part(
      'Days to ask about',
      bullets(openDays(report).map(({ model, day }) => `${day.day}, ${model}: ${day.sentence}`)),
    ),
    ...part(
      'Stories',
      bullets(stories.map(({ letter, title, days }) => md`**${letter}** ${`${title}: ${days.join(', ')}`}`)),
    ),
    ...blocks.flatMap((block) =>
      part([block.model, block.resource].filter((text) => text !== null).join(', '), blockTable(report, block)),
    ),
    ...part(
      'In the file, not allocated',
      bullets(unallocated.map(({ title, charged, rows }) => `${title}: ${moneyList(charged)}, ${count(rows)} rows`)),
    ),
    ...part(
      'Sources',
      bullets(
        sources.flatMap(({ files, importedAt }) =>
          files.map((file) => md`${file.name}, sha256 ${code(file.sha256)}, imported ${importedAt}`),
        ),
      ),
    ),
    ...part('Notes', bullets(notes)),
  ]);
}
