import { ok, type Result } from '../kit/errors.ts';
import { readJson } from '../kit/json.ts';
import { type Metrics, readMetrics } from './azure-metrics.ts';
import { csvCells, csvRows } from './csv-line.ts';
import { delimiterOf, readJsonLines } from './cost-file-table.ts';
import { isUsageExport, type OpenAiUsage, usageOfAnswer, usageOfExport } from './openai/usage.ts';

/** What the service itself counted beside report and bill. */
export type Witness =
  { readonly kind: 'azure'; readonly metrics: Metrics } | { readonly kind: 'openai'; readonly usage: OpenAiUsage };

/** Who counted, for people. */
export const witnessNames: Readonly<Record<Witness['kind'], string>> = { azure: 'Azure Monitor', openai: 'OpenAI' };

function openAiUsage(text: string): Result<OpenAiUsage> | null {
  if (/^\uFEFF?\s*[[{]/.test(text)) {
    const read = readJson(text);
    const value = read.ok ? read.value : readJsonLines(text);
    return value === null ? null : usageOfAnswer(value);
  }
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  const delimiter = delimiterOf(head);
  const header = delimiter === null ? [] : csvCells(head, delimiter);
  return delimiter === null || !isUsageExport(header) ? null : usageOfExport(header, csvRows(lines, delimiter));
}

/** A witness from a text: metrics of Azure Monitor, or usage of OpenAI as its API answers or its dashboard exports it. */
export function readWitness(text: string): Result<{ witness: Witness }> {
  const usage = openAiUsage(text);
  if (usage !== null) return usage.ok ? ok({ witness: { kind: 'openai', usage } }) : usage;
  const metrics = readMetrics(text);
  return metrics.ok ? ok({ witness: { kind: 'azure', metrics } }) : metrics;
}

/** How many counts a witness holds. */
export const countsOf = (witness: Witness): number =>
  witness.kind === 'azure' ? witness.metrics.points.length : witness.usage.rows.length;
