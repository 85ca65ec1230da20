import { Agent } from 'node:https';
import type { DeviceCodeCredentialOptions, TokenCredential } from '@azure/identity';
import type { SignInPrompt } from '../../../shared/contract/connections.ts';
import { benchError, type BenchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { hiddenSecret, hideSecrets } from '../../../shared/kit/untrusted/secret-forms.ts';
import type { EntraMethod } from '../../../shared/protocol/authentication.ts';
import { type Route, tunnelThrough } from '../net/route.ts';
import type { EntraTokenRequest, EntraTokenSource } from './token-cache.ts';

type Policy = NonNullable<DeviceCodeCredentialOptions['additionalPolicies']>[number]['policy'];

/**
 * Sends what the library asks of Entra ID the way a session goes: through its proxy, trusting whom it trusts. The library's own
 * settings leave authorities aside once there is a proxy, and go by the environment where the profile says none.
 */
export function signInPolicy({ proxy, secureContext }: Route): Policy {
  const agent =
    proxy === null
      ? new Agent({ ...(secureContext === undefined ? {} : { secureContext }), keepAlive: false })
      : tunnelThrough(proxy, secureContext, new AbortController().signal, () => undefined);
  return {
    name: 'voxtallyRoute',
    sendRequest: (request, next) => {
      request.agent = agent;
      return next(request);
    },
  };
}

/** What codes of Entra ID mean for a person. One entry a code. */
const entraCodes = lookup<readonly [message: string, nextStep: string]>({
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

const failures: readonly (readonly [pattern: RegExp, message: string, nextStep: string])[] = [
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
const shortWords = (text: string): string =>
  visibleLine(hideSecrets(text.split('\n')[0] ?? '').replaceAll(opaque, hiddenSecret)).slice(0, 300);

/** A failed sign-in as an error a person can act on. */
export function signInError(error: unknown, method: EntraMethod): BenchError {
  const said = error instanceof Error ? error.message : String(error);
  const code = /AADSTS\d{1,9}/.exec(said)?.[0];
  const known = code === undefined ? undefined : entraCodes(code);
  const facts = { hop: 'sign-in with Entra ID', method, ...(code === undefined ? {} : { code }) };
  if (known !== undefined) return benchError('not-authorised', known[0], { nextStep: known[1], facts });
  const place = failures.find(([pattern]) => pattern.test(said));
  if (place !== undefined) return benchError('not-authorised', place[1], { nextStep: place[2], facts });
  return benchError('not-authorised', `The sign-in ${methods[method]} failed: ${shortWords(said)}`, {
    nextStep: 'Try again, or choose another way to sign in.',
    facts,
  });
}

const cliWaitMs = 30_000;

interface Account {
  readonly credential: TokenCredential;
  /** Hears of the code to enter, while somebody waits for a token. */
  onPrompt: (prompt: SignInPrompt) => void;
}

async function signIn({
  signIn: { method, tenantId, clientId },
  route,
  signInUrl,
}: EntraTokenRequest): Promise<Account> {
  // A megabyte of code that most sessions never need.
  const identity = await import('@azure/identity');
  const named = {
    ...(tenantId === undefined || tenantId === '' ? {} : { tenantId }),
    ...(clientId === undefined || clientId === '' ? {} : { clientId }),
    ...(signInUrl === undefined ? {} : { authorityHost: signInUrl }),
    additionalPolicies: [{ policy: signInPolicy(route), position: 'perRetry' as const }],
  };
  const account: { credential: TokenCredential | null; onPrompt: Account['onPrompt'] } = {
    credential: null,
    onPrompt: () => undefined,
  };
  switch (method) {
    case 'azure-cli':
      account.credential = new identity.AzureCliCredential({ ...named, processTimeoutInMs: cliWaitMs });
      break;
    case 'browser':
      account.credential = new identity.InteractiveBrowserCredential(named);
      break;
    case 'device-code':
      account.credential = new identity.DeviceCodeCredential({
        ...named,
        userPromptCallback: ({ userCode, verificationUri }) => account.onPrompt({ userCode, url: verificationUri }),
      });
      break;
  }
  return account as Account;
}

const idOf = ({ signIn: { method, tenantId = '', clientId = '' }, route, signInUrl = '' }: EntraTokenRequest): string =>
  JSON.stringify([method, tenantId, clientId, signInUrl, route.proxy?.url ?? '', route.proxy?.login?.user ?? '']);

/** Tokens of Entra ID. An account is kept for the run, so that renewing asks nobody anything. */
export function entraTokenSource(): EntraTokenSource {
  const accounts = new Map<string, Promise<Account>>();
  return {
    async get(request, signal, onPrompt) {
      const id = idOf(request);
      try {
        const known = accounts.get(id) ?? signIn(request);
        accounts.set(id, known);
        const account = await known;
        account.onPrompt = onPrompt;
        const token = await account.credential.getToken(request.scope, { abortSignal: signal });
        if (token === null) throw new Error('the sign-in gave no token');
        return ok({ token: token.token, expiresAtMs: token.expiresOnTimestamp });
      } catch (error) {
        accounts.delete(id);
        return refuse(signInError(error, request.signIn.method));
      }
    },
    forget: (request) => void accounts.delete(idOf(request)),
  };
}
