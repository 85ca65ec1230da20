import type { TokenCredential } from '@azure/identity';
import type { SignInPrompt } from '../../../shared/contract/sign-in.ts';
import { ok, refuse } from '../../../shared/errors.ts';
import type { ProxyHop } from '../realtime/network/route.ts';
import { signInError } from './sign-in-error.ts';
import type { TokenRequest, TokenSource } from './token-source.ts';

const cliWaitMs = 30_000;

/** The proxy as the library takes it; none: it looks at the environment. */
function proxyOptions(proxy: ProxyHop | null): object {
  if (proxy === null) return {};
  const { protocol, hostname, port } = new URL(proxy.url);
  const usual = protocol === 'https:' ? 443 : 80;
  const login = proxy.login === null ? {} : { username: proxy.login.user, password: proxy.login.password };
  return { proxyOptions: { host: `${protocol}//${hostname}`, port: port === '' ? usual : Number(port), ...login } };
}

interface Account {
  readonly credential: TokenCredential;
  /** Hears of the code to enter, while somebody waits for a token. */
  onPrompt: (prompt: SignInPrompt) => void;
}

async function signIn({ signIn: { method, tenantId, clientId }, proxy }: TokenRequest): Promise<Account> {
  // A megabyte of code that most sessions never need.
  const identity = await import('@azure/identity');
  const named = {
    ...(tenantId === undefined || tenantId === '' ? {} : { tenantId }),
    ...(clientId === undefined || clientId === '' ? {} : { clientId }),
    ...proxyOptions(proxy),
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

const idOf = ({ signIn: { method, tenantId = '', clientId = '' }, proxy }: TokenRequest): string =>
  JSON.stringify([method, tenantId, clientId, proxy?.url ?? '']);

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
