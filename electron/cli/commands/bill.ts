import { join } from 'node:path';
import type { BenchApi, BenchPush, ImportOutcome } from '../../../shared/contract/bench-api.ts';
import { costApis } from '../../../shared/contract/reconcile.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { azureClouds, entraMethods } from '../../../shared/protocol/authentication.ts';
import type { ImportSummary } from '../../../shared/reconcile/case/case-view.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { createEngine } from '../../engine/engine.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, form, misused, type Outcome, type Surroundings } from '../input/command.ts';
import { commandLineServices } from '../input/bench-services.ts';
import type { Flags, Values } from '../input/flags.ts';
import { networkFlags, networkFromFlags, savedNetwork } from '../input/network-flags.ts';
import { isTold } from '../output/count-down.ts';
import { textTable } from '../output/terminal-text.ts';
import { count } from '../../../shared/kit/numbers.ts';

const jsonHelp =
  '--json prints: voxtally (1), imports [{importId, importedAt, writtenAt, files, period, runId, shape, tally, ' +
  'days, notes}]; a fetch also folder, where the answer is kept. A file in it can be given to reconcile --bill; the one that ' +
  'witness names, to reconcile --metrics.';

const json = { type: 'boolean', says: 'Print one JSON object instead of a table (see below).' } as const;
const needsDays = ['voxtally bill fetch needs --from YYYY-MM-DD and --to YYYY-MM-DD.'] as const;
const needsOpenAiDays = ['voxtally bill fetch-openai needs --from YYYY-MM-DD and --to YYYY-MM-DD.'] as const;
const firstDay = 'The first UTC day, YYYY-MM-DD.';
const lastDay = 'The last UTC day, YYYY-MM-DD; both are included.';

const fetchFlags = {
  scope: {
    type: 'string',
    value: 'SCOPE',
    says:
      "A subscription's id, /subscriptions/ID/resourceGroups/NAME, a resource's id, a billing scope, or the address of " +
      'one of their pages in the portal.',
    needed: ['voxtally bill fetch needs --scope, such as --scope /subscriptions/ID.'],
  },
  from: { type: 'string', value: 'DAY', says: firstDay, needed: needsDays },
  to: { type: 'string', value: 'DAY', says: lastDay, needed: needsDays },
  api: {
    type: 'string',
    choices: costApis,
    says: 'Cost Details has every column; Enterprise and Customer Agreements, a month at most.',
    default: 'query',
  },
  'sign-in': {
    type: 'string',
    choices: entraMethods,
    says: 'The account needs the role Cost Management Reader on the scope.',
    default: 'azure-cli',
  },
  tenant: {
    type: 'string',
    value: 'ID',
    says: 'The tenant to sign in to.',
    default: '',
    otherwise: 'the tenant of the account',
  },
  application: {
    type: 'string',
    value: 'ID',
    says: 'The application that signs in.',
    default: '',
  },
  cloud: {
    type: 'string',
    choices: azureClouds,
    says: 'Whose management address is asked, and where the sign-in happens.',
    default: 'public',
  },
  dates: {
    type: 'string',
    choices: ['month-first', 'day-first'],
    says: 'How the report writes dates, when nothing in it decides.',
  },
  ...networkFlags,
  json,
} as const satisfies Flags;

const openAiFlags = {
  from: { type: 'string', value: 'DAY', says: firstDay, needed: needsOpenAiDays },
  to: { type: 'string', value: 'DAY', says: lastDay, needed: needsOpenAiDays },
  project: {
    type: 'string',
    value: 'ID',
    says: 'A project by its id, proj_…, to fetch its costs alone.',
    default: '',
    otherwise: 'the whole organization',
  },
  ...networkFlags,
  json,
} as const satisfies Flags;

interface Imported {
  readonly imports: readonly ImportSummary[];
  /** Where what was fetched is kept. */
  readonly folder?: string;
  /** Name of the file there that holds what the service itself counted. */
  readonly witness?: string;
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

/** Fetches costs and imports them; a question of the import is answered by `--dates`, or refused. */
async function fetched(flags: Values<typeof fetchFlags>, api: BenchApi): Promise<Result<Imported>> {
  const { scope, from, to, cloud, dates } = flags;
  const signIn = { method: flags['sign-in'], tenantId: flags.tenant, clientId: flags.application };
  const answer = await api.call('bill.fetch', { scope, from, to, api: flags.api, signIn, cloud });
  if (!answer.ok) return answer;
  const { outcome, fetchId, folder } = answer;
  if (outcome.kind === 'imported') return ok({ imports: outcome.imports, folder });
  if (outcome.question.about !== 'dateOrder' || dates === undefined) return questionRefusal(outcome);
  const answers = { dateOrder: dates };
  const again = await api.call('bill.import', { from: { kind: 'fetched', fetchId }, answers });
  if (!again.ok) return again;
  return again.outcome.kind === 'imported' ? ok({ imports: again.outcome.imports }) : questionRefusal(again.outcome);
}

/** Fetches costs of OpenAI and imports them. */
async function fetchedFromOpenAi(
  { from, to, project }: Values<typeof openAiFlags>,
  api: BenchApi,
): Promise<Result<Imported>> {
  const answer = await api.call('bill.fetch', { service: 'openai', from, to, project });
  if (!answer.ok) return answer;
  const { outcome, folder, witness } = answer;
  if (outcome.kind === 'question') return questionRefusal(outcome);
  return ok({ imports: outcome.imports, folder, ...(witness === null ? {} : { witness: witness.fileName }) });
}

function printed({ imports, folder, witness }: Imported): string {
  const rows = imports.map(({ importId, shape, days, tally, writtenAt, files }) => [
    importId,
    shape,
    days.length === 0 ? 'no Realtime meter' : `${days[0]} to ${days.at(-1)}`,
    `${count(tally.kept)} of ${count(tally.rows)} rows`,
    writtenAt.slice(0, 16).replace('T', ' '),
    files.map(({ name }) => name).join(', '),
  ]);
  const kept = folder === undefined ? [] : imports.flatMap(({ files }) => files.map(({ name }) => join(folder, name)));
  return [
    rows.length === 0 ? 'No bill is imported yet.' : textTable(rows, ['left', 'left', 'left', 'right', 'left', 'left']),
    ...(kept.length === 0 ? [] : ['', 'Kept as it was answered:', ...kept.map((path) => `  ${visibleLine(path)}`)]),
    ...(folder === undefined || witness === undefined
      ? []
      : ['', 'Usage of the same days, a witness for reconcile --metrics:', `  ${visibleLine(join(folder, witness))}`]),
    ...(folder === undefined ? [] : imports.flatMap(({ notes }) => ['', ...notes.map(visibleLine)])),
    '',
  ].join('\n');
}

/** Asks an engine for bills and prints them. */
async function withBills(
  flags: { readonly json: boolean } & Parameters<typeof networkFromFlags>[0],
  surroundings: Surroundings,
  ask: (api: BenchApi) => Promise<Result<Imported>>,
): Promise<Outcome> {
  const say = (text: string): void => surroundings.terminal.err(textLine(text));
  const kept = await savedNetwork(surroundings.lent?.dataFolder ?? dataFolder(), say);
  const way = await networkFromFlags(flags, kept);
  if (!way.ok) return misused(way.error);
  const { services, close } = commandLineServices(surroundings, { proxyPassword: way.password });
  const engine = await createEngine({ network: way.network, ...services });
  const api = engine.client((push: BenchPush) => {
    if (push.type === 'sign-in' && push.prompt !== null)
      say(`Open ${push.prompt.url} and enter the code ${push.prompt.userCode}`);
    if (push.type === 'fetch' && push.sentence !== null && isTold(push.leftMs)) say(push.sentence);
  });
  const interrupted = (): void => void api.call('bill.cancel', {});
  process.once('SIGINT', interrupted);
  try {
    const answer = await ask(api);
    if (!answer.ok) return answer;
    const { imports, folder, witness } = answer;
    const body = {
      voxtally: 1,
      imports,
      ...(folder === undefined ? {} : { folder }),
      ...(witness === undefined ? {} : { witness }),
    };
    return ok({ out: flags.json ? jsonText(body) : printed(answer) });
  } finally {
    process.off('SIGINT', interrupted);
    await engine.shutdown(0);
    close();
  }
}

/** `voxtally bill`: the imported bills, and new ones from Azure and OpenAI. */
export const bill: Command = {
  forms: [
    form({
      name: 'list',
      says: 'List the imported bills.',
      flags: { json },
      notes: [jsonHelp],
      run: ({ values }, surroundings) => withBills(values, surroundings, (api) => api.call('bill.list', {})),
    }),
    form({
      name: 'fetch',
      says: 'Fetch costs from Azure, keep what it answers, and import it.',
      flags: fetchFlags,
      notes: [jsonHelp],
      run: ({ values }, surroundings) => withBills(values, surroundings, (api) => fetched(values, api)),
    }),
    form({
      name: 'fetch-openai',
      says: 'Fetch the costs of an OpenAI organization and its usage, keep what is answered, and import it.',
      flags: openAiFlags,
      notes: [
        'The admin key stands in OPENAI_ADMIN_KEY: a key that begins with sk-admin-, which an owner of the organization makes ' +
          'in the dashboard. Keys of projects may not read costs.',
        jsonHelp,
      ],
      run: ({ values }, surroundings) => withBills(values, surroundings, (api) => fetchedFromOpenAi(values, api)),
    }),
  ],
};
