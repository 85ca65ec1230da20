import { markdownRow, markdownText } from '../../foreign/markdown.ts';
import { letterOf } from '../plan/letters.ts';
import { documentDifference, documentMoney } from '../../money/format.ts';
import { meterWords } from '../meter-words.ts';
import { chargeSentence, noRowSentence } from './charge-words.ts';
import { openQuestions } from './open-questions.ts';
import type { NamedReport, ReconcileReport } from '../reconcile-report.ts';
import { groups, meterTitles, ordinal, signed, statusText } from './words.ts';

function story(one: ReconcileReport['explanations'][number], index: number): string {
  const lines = one.meters
    .filter(({ billed }) => billed !== null)
    .map(
      ({ meter, arithmetic, predicted, checked, residual }) =>
        `  - ${meterWords[meter]} ${predicted === null ? 'silent' : groups(predicted)} = ${markdownText(arithmetic)} (${checked ? `residual ${residual ?? 0}` : 'not checked'})`,
    );
  return [
    `- **${letterOf(index)}** (${ordinal(one.rank)}). ${markdownText(one.statement)}${one.coverage === null ? '' : ` Of all bills this far off, ${groups(one.coverage.hits)} in ${groups(one.coverage.of)} fit as simple a story.`}`,
    ...lines,
  ].join('\n');
}

/** A summary to paste into a ticket or a chat. */
export function reportMarkdown({ name, report, at }: NamedReport): string {
  const { model, finding, meters, money, explanations, excluded, compared, sources, many, notes } = report;
  const inList = (cost: string): string => documentMoney({ cost, currency: money?.currency ?? '' });
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const head = ['Meter', 'Reported', 'Expected', 'Billed', 'Difference', money?.currency ?? 'Money', 'Status'];
  const rows = meters.map((line) => [
    meterTitles[line.meter],
    groups(line.reported),
    groups(line.expected),
    line.billed === null ? 'no row' : groups(line.billed),
    line.difference === null ? '' : signed(line.difference),
    line.quantityVariance === null ? '' : documentDifference(line.quantityVariance),
    statusText(line, letterOf(0)),
  ]);
  const parts = [
    `## ${markdownText(name)}`,
    `${markdownText(model.label)}: reported usage against the bill. Written ${at}.`,
    `**${markdownText(finding.headline)}** ${markdownText(finding.open)}`,
    ...(money === null
      ? []
      : [
          `Billed ${inList(money.billed)}, expected ${inList(money.expected)}, difference ${documentDifference({ cost: money.difference, currency: money.currency })} at list price.`,
        ]),
    ...said,
    ...(compared === null
      ? []
      : [
          `UTC days ${compared.days.join(', ')}${compared.resource === null ? '' : `, resource ${markdownText(compared.resource)}`}; ${compared.freshness}.`,
        ]),
    [
      markdownRow(head),
      `| ${head.map((_, index) => (index > 0 && index < 6 ? '---:' : '---')).join(' | ')} |`,
      ...rows.map(markdownRow),
    ].join('\n'),
    ...(explanations.length === 0 ? [] : [`### Explanations\n\n${explanations.map(story).join('\n')}`]),
    ...(excluded.length === 0
      ? []
      : [
          `### Excluded\n\n${excluded.map(({ title, fails }) => `- ${markdownText(`${title}: ${fails}.`)}`).join('\n')}`,
        ]),
    ...(many === null
      ? []
      : [
          `### Over several days\n\n${[many.finding, ...many.open].map((text) => `- ${markdownText(text)}`).join('\n')}`,
        ]),
    `### Open questions\n\n${openQuestions(report)
      .map((text) => `- ${markdownText(text)}`)
      .join('\n')}`,
    ...(sources.length === 0
      ? []
      : [
          `### Sources\n\n${sources.flatMap(({ files, importedAt }) => files.map(({ name, sha256 }) => `- ${markdownText(name)}, sha256 \`${sha256}\`, imported ${importedAt}`)).join('\n')}`,
        ]),
    ...(notes.length === 0 ? [] : [`### Notes\n\n${notes.map((text) => `- ${markdownText(text)}`).join('\n')}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}
