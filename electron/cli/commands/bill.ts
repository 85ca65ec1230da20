import { join } from 'node:path';
import type { Conventions } from '../../../shared/billing/conventions.ts';
import type { BenchApi, BenchPush, ImportOutcome } from '../../../shared/contract/bench-api.ts';
import { costApis, type CostQuestion } from '../../../shared/contract/reconcile.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { azureClouds, entraMethods } from '../../../shared/protocol/endpoints/authentication.ts';
import type { ImportSummary } from '../../../shared/reconcile/case/case-view.ts';
import type { EngineServices } from '../../engine/context/services.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Installation } from '../../hosts/installation.ts';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { readFlags } from '../input/flags.ts';
import { networkFlags, networkFromFlags, savedNetwork } from '../input/network-flags.ts';
import { type ExitCode, exitCodes, sayError, textTable } from '../output/terminal-text.ts';

/** What `voxtally bill` is asked to do. */
type BillPlan =
  | { readonly kind: 'list'; readonly json: boolean }
  | {
      readonly kind: 'fetch';
      readonly question: CostQuestion;
      readonly way: { readonly proxy: string | undefined; readonly 'ca-file': string | undefined };
      readonly dateOrder: Conventions['dateOrder'] | undefined;
      readonly json: boolean;
    };

const fetchFlags = {
  scope: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  api: { type: 'string', default: 'query' },
  'sign-in': { type: 'string', default: 'azure-cli' },
  tenant: { type: 'string', default: '' },
  application: { type: 'string', default: '' },
  cloud: { type: 'string', default: 'public' },
  dates: { type: 'string' },
  ...networkFlags,
  json: { type: 'boolean', default: false },
} as const;

const orders = ['month-first', 'day-first'] as const;

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

function oneOf<const T extends string>(flag: string, text: string, of: readonly T[]): Result<{ value: T }> {
  const value = of.find((one) => one === text);
  return value === undefined
    ? bad(`${flag} is ${of.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not ${repeatable(text)}.`)
    : ok({ value });
}

function fetchPlan(args: readonly string[]): Result<{ plan: BillPlan }> {
  const read = readFlags('bill fetch', args, fetchFlags);
  if (!read.ok) return read;
  const { scope, from, to, tenant, application, dates, json } = read.values;
  if (scope === undefined) return bad('voxtally bill fetch needs --scope, such as --scope /subscriptions/ID.');
  if (from === undefined || to === undefined)
    return bad('voxtally bill fetch needs --from YYYY-MM-DD and --to YYYY-MM-DD.');
  const api = oneOf('--api', read.values.api, costApis);
  if (!api.ok) return api;
  const method = oneOf('--sign-in', read.values['sign-in'], entraMethods);
  if (!method.ok) return method;
  const order = dates === undefined ? null : oneOf('--dates', dates, orders);
  if (order?.ok === false) return order;
  const cloud = oneOf('--cloud', read.values.cloud, azureClouds);
  if (!cloud.ok) return cloud;
  const way = { proxy: read.values.proxy, 'ca-file': read.values['ca-file'] };
  const signIn = { method: method.value, tenantId: tenant, clientId: application };
  return ok({
    plan: {
      kind: 'fetch',
      question: { scope, from, to, api: api.value, signIn, cloud: cloud.value },
      way,
      dateOrder: order?.value,
      json,
    },
  });
}

/** The plan of a command line, or what is missing from it. */
function billPlan([name, ...args]: readonly string[]): Result<{ plan: BillPlan }> {
  if (name === 'fetch') return fetchPlan(args);
  if (name !== undefined && name !== 'list' && !name.startsWith('-'))
    return bad(`voxtally bill does not know ${repeated(name)}; it knows list and fetch.`);
  const read = readFlags('bill list', name === undefined || name === 'list' ? args : [name, ...args], {
    json: { type: 'boolean', default: false },
  });
  return read.ok ? ok({ plan: { kind: 'list', json: read.values.json } }) : read;
}

interface Imported {
  readonly imports: readonly ImportSummary[];
  /** Where what was fetched is kept. */
  readonly folder?: string;
}

function questionRefusal(outcome: Extract<ImportOutcome, { kind: 'question' }>): Result<never> {
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
  if (outcome.question.about !== 'dateOrder' || plan.dateOrder === undefined) return questionRefusal(outcome);
  const answers = { dateOrder: plan.dateOrder };
  const again = await api.call('bill.import', { from: { kind: 'fetched', fetchId }, answers });
  if (!again.ok) return again;
  return again.outcome.kind === 'imported' ? ok({ imports: again.outcome.imports }) : questionRefusal(again.outcome);
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
    await savedNetwork(folder, (text) => terminal.err(textLine(text))),
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
