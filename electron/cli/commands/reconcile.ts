import { billedModels } from '../../../shared/billing/bill/groups.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table/pasted-table.ts';
import { readUsageText } from '../../../shared/billing/usage-json/usage-json.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import { newestPriceBook } from '../../engine/price-books.ts';
import { exitCodes, type ExitCode, type Terminal } from '../exit-codes.ts';
import { readFlags } from '../flags.ts';
import type { Installation } from '../installation.ts';
import { pickModel } from '../reconcile/pick-model.ts';
import { printReconciliation } from '../reconcile/print.ts';
import { readInput, refuseFrom } from '../reconcile/read-input.ts';
import { reconcileReport, type ReconcileReport } from '../reconcile/report.ts';
import { withTranscripts } from '../reconcile/transcript-tokens.ts';
import { sayError } from '../say-error.ts';

const flags = {
  usage: { type: 'string' },
  meters: { type: 'string' },
  model: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** Usage and a meter table as two texts, no session needed. */
async function fromTexts(
  usagePath: string,
  metersPath: string,
  model: string | undefined,
  installation: Installation,
): Promise<Result<{ report: ReconcileReport }>> {
  const usageText = await readInput(usagePath);
  if (!usageText.ok) return usageText;
  const usage = readUsageText(usageText.text);
  if (!usage.ok) return refuseFrom(usagePath, usage.error);
  const metersText = await readInput(metersPath);
  if (!metersText.ok) return metersText;
  const table = readPastedTable(metersText.text);
  if (!table.ok) return refuseFrom(metersPath, table.error);
  const picked = pickModel(billedModels(table.rows), model);
  if (!picked.ok) return refuseFrom(metersPath, picked.error);
  const book = await newestPriceBook(installation.assetsFolder);
  const turns = await withTranscripts(usage);
  return ok({ report: reconcileReport(turns, picked.model, book, [...usage.notes, ...table.notes]) });
}

function tellError(error: BenchError, json: boolean, terminal: Terminal): void {
  if (json) terminal.out(`${JSON.stringify({ voxtally: 1, error }, null, 2)}\n`);
  else terminal.err(sayError(error));
}

/** `voxtally reconcile`: why a bill differs from what was reported. */
export async function reconcileCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readFlags('reconcile', args, flags);
  if (!read.ok) {
    terminal.err(sayError(read.error));
    return exitCodes.usage;
  }
  const { usage, meters, model, json } = read.values;
  const missing = bad('voxtally reconcile needs --usage FILE and --meters FILE.');
  const twice = bad('Only one of --usage and --meters can be standard input.');
  const refusal =
    usage === undefined || meters === undefined ? missing : usage === '-' && meters === '-' ? twice : null;
  if (refusal !== null || usage === undefined || meters === undefined) {
    if (refusal?.ok === false) terminal.err(sayError(refusal.error));
    return exitCodes.usage;
  }
  const answer = await fromTexts(usage, meters, model, installation);
  if (!answer.ok) {
    tellError(answer.error, json, terminal);
    return exitCodes.failed;
  }
  terminal.out(json ? `${JSON.stringify(answer.report, null, 2)}\n` : printReconciliation(answer.report));
  return exitCodes.done;
}
