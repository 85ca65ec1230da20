import type { Handlers } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { tokenRequest } from '../context/credentials.ts';
import type { EngineContext } from '../context/engine-context.ts';

type SignInHandlers = Pick<Handlers, Extract<keyof Handlers, `entra.${string}`>>;

const date = (ms: number): string => new Date(ms).toISOString();

/** Commands about signing in with Entra ID. */
export function signInHandlers(context: EngineContext): SignInHandlers {
  const { tokens } = context;
  return {
    'entra.status': async ({ endpoint }) => {
      const wanted = await tokenRequest(context, endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      const token = tokens.fresh(wanted.request);
      return ok({ signedIn: token !== null, expiresAt: token === null ? null : date(token.expiresAtMs) });
    },
    'entra.signIn': async ({ endpoint, network = defaultNetwork }) => {
      const wanted = await tokenRequest(context, endpoint, network);
      if (!wanted.ok) return wanted;
      const token = await tokens.token(wanted.request);
      return token.ok ? ok({ expiresAt: date(token.expiresAtMs) }) : token;
    },
    'entra.cancel': async ({ of }) => {
      if (of.kind === 'code') {
        tokens.cancelCode(of.userCode);
        return ok({});
      }
      const wanted = await tokenRequest(context, of.endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      tokens.cancel(wanted.request);
      return ok({});
    },
    'entra.signOut': async ({ endpoint }) => {
      const wanted = await tokenRequest(context, endpoint, defaultNetwork);
      if (!wanted.ok) return wanted;
      tokens.signOut(wanted.request);
      return ok({});
    },
  };
}
