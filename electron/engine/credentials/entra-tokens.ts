import type { TokenCredential } from '@azure/identity';
import type { SignInPrompt } from '../../../shared/contract/sign-in.ts';
import { ok, refuse } from '../../../shared/errors.ts';
import { signInPolicy } from './sign-in-policy.ts';
import { signInError } from './sign-in-error.ts';
import type { TokenRequest, TokenSource } from './token-source.ts';

const cliWaitMs = 30_000;

interface Account {
  readonly credential: TokenCredential;
  /** Hears of the code to enter, while somebody waits for a token. */
  onPrompt: (prompt: SignInPrompt) => void;
}

async function signIn({ signIn: { method, tenantId, clientId }, route, signInUrl }: TokenRequest): Promise<Account> {
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

const idOf = ({ signIn: { method, tenantId = '', clientId = '' }, route, signInUrl = '' }: TokenRequest): string =>
  JSON.stringify([method, tenantId, clientId, signInUrl, route.proxy?.url ?? '', route.proxy?.login?.user ?? '']);

/** Tokens of Entra ID. An account is kept for the run, so that renewing asks nobody anything. */
export function entraTokens(): TokenSource {
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
