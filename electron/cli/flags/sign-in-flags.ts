import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable, repeated } from '../../../shared/foreign/repeated.ts';
import { authSchemes, entraMethods, type AuthScheme } from '../../../shared/protocol/endpoint/words.ts';
import { entraSchema, type EntraSignIn } from '../../../shared/protocol/endpoint/endpoint.ts';

export interface SignInFlags {
  readonly auth?: string | undefined;
  readonly 'entra-method'?: string | undefined;
  readonly tenant?: string | undefined;
}

/** How to be let in, as far as the flags say; `entra` is there only with `auth` entra. */
export interface SignInAsked {
  readonly auth?: AuthScheme;
  readonly entra?: EntraSignIn;
}

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/**
 * Reads `--auth`, `--entra-method` and `--tenant`.
 * @param before the sign-in of a profile, which the flags change in part
 */
export function signInFromFlags(flags: SignInFlags, before?: EntraSignIn): Result<{ asked: SignInAsked }> {
  const { tenant, 'entra-method': method } = flags;
  const auth = authSchemes.find((scheme) => scheme === flags.auth);
  if (flags.auth !== undefined && auth === undefined) {
    return bad(`--auth is api-key, bearer, entra or none, not ${repeatable(flags.auth)}.`);
  }
  const named = method === undefined ? (tenant === undefined ? null : '--tenant') : '--entra-method';
  const entra = auth === 'entra' || (auth === undefined && before !== undefined);
  if (named !== null && !entra) return bad(`${named} goes with --auth entra.`);
  if (!entra || (auth === undefined && named === null)) return ok({ asked: auth === undefined ? {} : { auth } });
  const known = entraMethods.find((one) => one === method);
  if (method !== undefined && known === undefined) {
    return bad(`--entra-method is azure-cli, device-code or browser, not ${repeatable(method)}.`);
  }
  const signIn = { ...before, method: known ?? before?.method ?? 'azure-cli' };
  const read = entraSchema.safeParse(tenant === undefined ? signIn : { ...signIn, tenantId: tenant });
  if (!read.success || tenant === '')
    return bad(`--tenant is the id or the domain of a tenant, not ${repeated(tenant ?? '')}.`);
  return ok({ asked: { auth: 'entra', entra: read.data } });
}
