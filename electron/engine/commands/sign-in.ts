import type { Handlers } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { Acceptance } from '../context/acceptance.ts';
import { tokenRequest } from '../context/credentials.ts';
import type { RouteServices } from '../net/route.ts';
import type { EntraTokenCache } from '../sign-in/token-cache.ts';

type SignInHandlers = Pick<Handlers, Extract<keyof Handlers, `entra.${string}`>>;

const date = (ms: number): string => new Date(ms).toISOString();

export interface SignInParts {
  /** How the sign-in service is reached. */
  readonly services: RouteServices;
  readonly entraTokens: EntraTokenCache;
  readonly acceptance: Acceptance;
}

/** Commands about signing in with Entra ID. */
export function signInHandlers({ services, entraTokens, acceptance }: SignInParts): SignInHandlers {
  return {
    'entra.status': async ({ endpoint }) => {
      const wanted = await tokenRequest(services, endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      const token = entraTokens.fresh(wanted.request);
      return ok({ signedIn: token !== null, expiresAt: token === null ? null : date(token.expiresAtMs) });
    },
    'entra.signIn': async ({ endpoint, network = defaultNetwork }) => {
      const allowed = await acceptance.require({ endpoint, network });
      if (!allowed.ok) return allowed;
      const wanted = await tokenRequest(services, endpoint, network);
      if (!wanted.ok) return wanted;
      const token = await entraTokens.token(wanted.request);
      return token.ok ? ok({ expiresAt: date(token.expiresAtMs) }) : token;
    },
    'entra.cancel': async ({ of }) => {
      if (of.kind === 'code') {
        entraTokens.cancelCode(of.userCode);
        return ok({});
      }
      const wanted = await tokenRequest(services, of.endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      entraTokens.cancel(wanted.request);
      return ok({});
    },
    'entra.signOut': async ({ endpoint }) => {
      const wanted = await tokenRequest(services, endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      entraTokens.signOut(wanted.request);
      return ok({});
    },
  };
}
