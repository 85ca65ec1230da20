import { benchError, type BenchError } from '../../../shared/errors.ts';
import { hideSecrets } from '../../../shared/foreign/secret-forms.ts';
import { hiddenKey } from '../../../shared/foreign/hiding/hidden-key.ts';
import { visibleLine } from '../../../shared/foreign/visible.ts';
import { lookup } from '../../../shared/lookup.ts';
import type { EntraMethod } from '../../../shared/protocol/endpoint/words.ts';

/** What codes of Entra ID mean for a person. One entry a code. */
const codes = lookup<readonly [message: string, nextStep: string]>({
  AADSTS50020: [
    'The account is not of the tenant that was asked.',
    'Name the tenant of the resource beside the sign-in.',
  ],
  AADSTS53003: [
    'A rule of the tenant keeps this sign-in out.',
    'Sign in with the Azure CLI on a managed machine, or ask the administrators.',
  ],
  AADSTS65001: [
    'Nobody has allowed this application for the tenant yet.',
    'Ask an administrator to consent, or use the Azure CLI.',
  ],
  AADSTS700016: ['The tenant knows no application of that id.', 'Check the application id, or leave it out.'],
  AADSTS7000218: [
    'The application may not sign in without a secret of its own.',
    'Allow public client flows for it, or leave the application id out.',
  ],
  AADSTS90002: ['There is no tenant of that name.', 'Check the tenant: its id or its domain.'],
});

const places: readonly (readonly [pattern: RegExp, message: string, nextStep: string])[] = [
  [
    /Azure CLI could not be found|az: not found|'az' is not recognized/i,
    'The Azure CLI is not installed on this machine, or not on its path.',
    'Install it and run az login, or choose another way to sign in.',
  ],
  [
    /az login|AADSTS700082|AADSTS70043/i,
    'The Azure CLI is not signed in.',
    'Run az login in a terminal, then try again.',
  ],
  [
    /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network_error|endpoints_resolution_error/i,
    'The sign-in service could not be reached.',
    'Check the network and the proxy, then try again.',
  ],
  [
    /expired_token|timed? ?out|AADSTS70020|code_expired/i,
    'Nobody finished the sign-in in time.',
    'Start it again and enter the new code.',
  ],
];

const methods: Readonly<Record<EntraMethod, string>> = {
  'azure-cli': 'with the Azure CLI',
  browser: 'in the browser',
  'device-code': 'with a code',
};

/** Letters in a row that no word, address or id of a trace has: a token of a form that nobody has described. */
const opaque = /[\w.~+/=-]{60,}/g;

/** The first line of what the library said, short and without anything that has the form of a token. */
const words = (text: string): string =>
  visibleLine(hideSecrets(text.split('\n')[0] ?? '').replaceAll(opaque, hiddenKey)).slice(0, 300);

/** A failed sign-in as an error a person can act on. */
export function signInError(error: unknown, method: EntraMethod): BenchError {
  const said = error instanceof Error ? error.message : String(error);
  const code = /AADSTS\d{1,9}/.exec(said)?.[0];
  const known = code === undefined ? undefined : codes(code);
  const facts = { hop: 'sign-in with Entra ID', method, ...(code === undefined ? {} : { code }) };
  if (known !== undefined) return benchError('not-authorised', known[0], { nextStep: known[1], facts });
  const place = places.find(([pattern]) => pattern.test(said));
  if (place !== undefined) return benchError('not-authorised', place[1], { nextStep: place[2], facts });
  return benchError('not-authorised', `The sign-in ${methods[method]} failed: ${words(said)}`, {
    nextStep: 'Try again, or choose another way to sign in.',
    facts,
  });
}
