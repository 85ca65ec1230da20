import { costApis, type CostQuestion } from '../../../shared/contract/fetch-costs.ts';
import type { Conventions } from '../../../shared/billing/columns/conventions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable, repeated } from '../../../shared/foreign/repeated.ts';
import { azureClouds } from '../../../shared/protocol/azure-clouds.ts';
import { entraMethods } from '../../../shared/protocol/endpoint/words.ts';
import { readFlags } from './flags.ts';
import { networkFlags } from './network-flags.ts';

/** What `voxtally bill` is asked to do. */
export type BillPlan =
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
export function billPlan([name, ...args]: readonly string[]): Result<{ plan: BillPlan }> {
  if (name === 'fetch') return fetchPlan(args);
  if (name !== undefined && name !== 'list' && !name.startsWith('-'))
    return bad(`voxtally bill does not know ${repeated(name)}; it knows list and fetch.`);
  const read = readFlags('bill list', name === undefined || name === 'list' ? args : [name, ...args], {
    json: { type: 'boolean', default: false },
  });
  return read.ok ? ok({ plan: { kind: 'list', json: read.values.json } }) : read;
}
