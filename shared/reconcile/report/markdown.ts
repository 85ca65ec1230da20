import type { NamedReport } from './documents.ts';
import { meterTitles, oftenWords, statusTitles } from './words.ts';

const count = (value: number | null): string =>
  value === null ? 'no row' : String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
const signed = (value: number | null): string => (value === null ? '' : value > 0 ? `+${count(value)}` : count(value));

/** A cell of a table: a bar or a line break would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*[\r\n]+\s*/g, ' ');
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** A reconciliation as it is pasted into a ticket or a forum. */
export function markdownReport({ name, report, at }: NamedReport): string {
  const { meters, money, finding, explanations, rejected, compared, sources, notes } = report;
  const where =
    compared === null
      ? ''
      : `, ${compared.days.join(', ')}${compared.resource === null ? '' : `, ${compared.resource}`} (${compared.freshness})`;
  const blocks: string[] = [
    `## ${name}`,
    `${report.model.label}${where}. ${report.responses} reported ${report.responses === 1 ? 'response' : 'responses'}. Written ${at}.`,
    `**${finding.headline}** ${finding.open}`,
    markdownTable(
      ['Meter', 'Reported', 'Expected', 'Billed', 'Difference', 'USD', 'Status'],
      meters.map((line) => [
        meterTitles[line.meter],
        count(line.reported),
        count(line.expected),
        count(line.billed),
        signed(line.difference),
        line.differenceUsd ?? '',
        statusTitles[line.status],
      ]),
    ),
  ];
  if (money !== null) {
    blocks.push(
      `At list price ${money.billedUsd} USD are billed and ${money.expectedUsd} USD expected; the difference is ${money.differenceUsd} USD.`,
    );
  }
  for (const one of explanations) {
    const rows = one.meters
      .filter(({ billed }) => billed !== null)
      .map((line) => [
        meterTitles[line.meter],
        line.predicted === null ? 'silent' : `${line.arithmetic} = ${count(line.predicted)}`,
        line.checked ? `residual ${line.residual ?? ''}` : 'not checked',
        line.note,
      ]);
    blocks.push(
      `### ${one.rank}. ${one.statement}`,
      markdownTable(['Meter', 'Arithmetic', 'Checked', 'Note'], rows),
      list([
        ...one.assumptions.map((text) => `Assumes: ${text}`),
        `A random bill would be fitted by a story as simple: ${oftenWords(one.coverage.share)}.`,
        ...one.supports.map((text) => `For it: ${text}`),
        ...one.contradictions.map((text) => `Against it: ${text}`),
      ]),
    );
  }
  if (rejected.length > 0) {
    blocks.push(
      '### Rejected',
      list(rejected.map(({ title, fits, fails }) => `${title}: ${fails}. What fits: ${fits}.`)),
    );
  }
  if (sources.length > 0) {
    const files = sources.flatMap((source) =>
      source.files.map(
        ({ name, sha256 }) => `${name}, ${source.shape}, imported ${source.importedAt}, sha256 ${sha256}`,
      ),
    );
    blocks.push('### Sources', list(files));
  }
  if (notes.length > 0) blocks.push('### To know', list(notes));
  return `${blocks.join('\n\n')}\n`;
}
