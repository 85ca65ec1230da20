import { join } from 'node:path';
import type { BenchApi, BenchPush, ImportOutcome } from '../../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { jsonText } from '../../../shared/foreign/json-text.ts';
import { visibleLine } from '../../../shared/foreign/visible.ts';
import type { ImportSummary } from '../../../shared/reconcile/case/case-view.ts';
import { createEngine } from '../../engine/engine.ts';
import { dataFolder } from '../../engine/data-folder.ts';
import type { EngineServices } from '../../engine/services.ts';
import { commandLineServices } from '../bench-services.ts';
import { billPlan, type BillPlan } from '../flags/bill-flags.ts';
import { textLine, type Terminal } from '../../terminal/terminal.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Installation } from '../installation.ts';
import { keptNetwork, networkFromFlags } from '../flags/network-flags.ts';
import { sayError } from '../say-error.ts';
import { textTable } from '../text-table.ts';

interface Imported {
  readonly imports: readonly ImportSummary[];
  /** Where what was fetched is kept. */
  readonly folder?: string;
}

function asked(outcome: Extract<ImportOutcome, { kind: 'question' }>): Result<never> {
  const { about, sentence, choices } = outcome.question;
  const nextStep =
    about === 'dateOrder'
      ? `Add ${choices.map(({ value, means }) => `--dates ${value} if ${means}`).join(', ')}.`
      : 'Import the file in the window, which asks.';
  return refuse(
    benchError('invalid-argument', `${outcome.file}: ${sentence} Nothing in the file decides.`, { nextStep }),
  );
}

async function carryOut(plan: BillPlan, api: BenchApi): Promise<Result<Imported>> {
  if (plan.kind === 'list') return await api.call('bill.list', {});
  const fetched = await api.call('bill.fetch', plan.question);
  if (!fetched.ok) return fetched;
  const { outcome, fetchId, folder } = fetched;
  if (outcome.kind === 'imported') return ok({ imports: outcome.imports, folder });
  if (outcome.question.about !== 'dateOrder' || plan.dateOrder === undefined) return asked(outcome);
  const answers = { dateOrder: plan.dateOrder };
  const again = await api.call('bill.import', { from: { kind: 'fetched', fetchId }, answers });
  if (!again.ok) return again;
  return again.outcome.kind === 'imported' ? ok({ imports: again.outcome.imports }) : asked(again.outcome);
}

function printed({ imports, folder }: Imported): string {
  const rows = imports.map(({ importId, shape, days, tally, writtenAt, files }) => [
    importId,
    shape,
    days.length === 0 ? 'no Realtime meter' : `${days[0]} to ${days.at(-1)}`,
    `${tally.kept} of ${tally.rows} rows`,
    writtenAt.slice(0, 16).replace('T', ' '),
    files.map(({ name }) => name).join(', '),
  ]);
  const kept = folder === undefined ? [] : imports.flatMap(({ files }) => files.map(({ name }) => join(folder, name)));
  return [
    rows.length === 0 ? 'No bill is imported yet.' : textTable(rows, ['left', 'left', 'left', 'right', 'left', 'left']),
    ...(kept.length === 0 ? [] : ['', 'Kept as it was answered:', ...kept.map((path) => `  ${visibleLine(path)}`)]),
    '',
  ].join('\n');
}

/** `voxtally bill`: the imported bills, and new ones from Azure. `lent` replaces what the engine is lent, for tests. */
export async function billCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
  lent: Partial<EngineServices> = {},
): Promise<ExitCode> {
  const planned = billPlan(args);
  if (!planned.ok) {
    terminal.err(sayError(planned.error));
    return exitCodes.usage;
  }
  const { plan } = planned;
  const folder = lent.dataFolder ?? dataFolder();
  const way = await networkFromFlags(
    plan.kind === 'fetch' ? plan.way : {},
    await keptNetwork(folder, (text) => terminal.err(textLine(text))),
  );
  if (!way.ok) {
    terminal.err(sayError(way.error));
    return exitCodes.usage;
  }
  const { network, password } = way;
  const surroundings = commandLineServices(installation, terminal, undefined, password);
  const engine = await createEngine({ ...surroundings.services, network, ...lent });
  const api = engine.client((push: BenchPush) => {
    if (push.type === 'sign-in' && push.prompt !== null)
      terminal.err(textLine(`Open ${push.prompt.url} and enter the code ${push.prompt.userCode}`));
    if (push.type === 'fetch' && push.sentence !== null) terminal.err(textLine(push.sentence));
  });
  const interrupted = (): void => void api.call('bill.cancel', {});
  process.once('SIGINT', interrupted);
  try {
    const answer = await carryOut(plan, api);
    if (answer.ok) {
      const { imports, folder } = answer;
      const body = { voxtally: 1, imports, ...(folder === undefined ? {} : { folder }) };
      terminal.out(plan.json ? jsonText(body) : printed(answer));
      return exitCodes.done;
    }
    if (plan.json) terminal.out(jsonText({ voxtally: 1, error: answer.error }));
    else terminal.err(sayError(answer.error));
    return exitCodes.failed;
  } finally {
    process.off('SIGINT', interrupted);
    await engine.shutdown(0);
    surroundings.close();
  }
}
