import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { refuseMisplacedKey, repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { isSecretParameter } from '../../../shared/kit/untrusted/secret-forms.ts';
import { parameterName } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { defaultEndpoint } from '../../../shared/protocol/endpoints/address.ts';
import { type AuthScheme, authSchemes, entraMethods } from '../../../shared/protocol/endpoints/authentication.ts';
import { usualAuth } from '../../../shared/protocol/endpoints/recognise.ts';
import {
  type Endpoint,
  type EndpointKind,
  endpointSchema,
  entraSchema,
  type EntraSignIn,
} from '../../../shared/protocol/endpoints/schema.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

interface SignInFlags {
  readonly auth?: string | undefined;
  readonly 'entra-method'?: string | undefined;
  readonly tenant?: string | undefined;
}

/** How to be let in, as far as the flags say; `entra` is there only with `auth` entra. */
export interface RequestedSignIn {
  readonly auth?: AuthScheme;
  readonly entra?: EntraSignIn;
}

/**
 * Reads `--auth`, `--entra-method` and `--tenant`.
 * @param before the sign-in of a profile, which the flags change in part
 */
function signInFromFlags(flags: SignInFlags, before?: EntraSignIn): Result<{ asked: RequestedSignIn }> {
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

/** The flags by which a command names the deployment it speaks to. */
export interface EndpointFlags extends SignInFlags {
  readonly url?: string | undefined;
  /** Names of parameters of `url` that hold no secret. */
  readonly 'allow-parameter'?: readonly string[] | undefined;
  readonly azure?: string | undefined;
  readonly deployment?: string | undefined;
  readonly openai?: boolean | undefined;
  readonly model?: string | undefined;
  readonly echo?: boolean | undefined;
}

/** Reads the names of `--allow-parameter`. A name that secrets go by cannot be allowed. */
function allowedParameters(names: readonly string[] = []): Result<{ allowed: { allowParameters?: string[] } }> {
  for (const name of names) {
    const key = refuseMisplacedKey([[name, 'the name of a parameter']]);
    if (key !== null) return key;
    if (!parameterName.test(name)) {
      return bad(`--allow-parameter takes the name of a parameter without its value, not ${repeated(name)}.`);
    }
    if (isSecretParameter(name)) {
      return bad(
        `--allow-parameter ${name}: secrets go by that name, and no address may hold one. A key goes into VOXTALLY_API_KEY.`,
      );
    }
  }
  return ok({ allowed: names.length === 0 ? {} : { allowParameters: [...names] } });
}

/** By which flag the model of an endpoint is named; null: it stands in the address. */
const nameFlag: Readonly<Record<EndpointKind, 'deployment' | 'model' | null>> = {
  simulator: 'model',
  azure: 'deployment',
  'azure-preview': 'deployment',
  'azure-unversioned': 'deployment',
  openai: 'model',
  custom: null,
};

/** The endpoint of a profile with what the flags say otherwise. Refuses a flag that this kind of endpoint has no place for. */
function changedEndpoint(endpoint: Endpoint, flags: EndpointFlags): Result<{ endpoint: Endpoint }> {
  const takes = nameFlag[endpoint.kind];
  const misplaced = (['deployment', 'model'] as const).find((flag) => flags[flag] !== undefined && flag !== takes);
  if (misplaced !== undefined) {
    const hint = takes === null ? 'its address names the model' : `it takes --${takes}`;
    return bad(`The endpoint of the profile does not take --${misplaced}; ${hint}.`);
  }
  const before =
    'auth' in endpoint && endpoint.auth === 'entra' ? (endpoint.entra ?? { method: 'azure-cli' }) : undefined;
  const signIn = signInFromFlags(flags, before);
  if (!signIn.ok) return signIn;
  if (signIn.asked.auth !== undefined && !('auth' in endpoint)) {
    return bad('The endpoint of the profile is let in one way only; leave --auth out.');
  }
  const allowing = allowedParameters(flags['allow-parameter']);
  if (!allowing.ok) return allowing;
  const { allowParameters = [] } = allowing.allowed;
  if (allowParameters.length > 0 && endpoint.kind !== 'custom') {
    return bad('The endpoint of the profile holds no whole address, so it does not take --allow-parameter.');
  }
  const allowed =
    endpoint.kind === 'custom' && allowParameters.length > 0
      ? { allowParameters: [...new Set([...(endpoint.allowParameters ?? []), ...allowParameters])] }
      : {};
  const name = takes === null || flags[takes] === undefined ? {} : { [takes]: flags[takes] };
  const changed = endpointSchema.safeParse({ ...endpoint, ...name, ...allowed, ...signIn.asked });
  if (changed.success) return ok({ endpoint: changed.data });
  return bad(
    `The endpoint of the profile does not take ${changed.error.issues[0]?.path[0] === 'allowParameters' ? 'so many --allow-parameter' : `--auth ${repeatable(flags.auth ?? '')}`}.`,
  );
}

const hostOfUrl = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

/**
 * The endpoint that the flags of `voxtally run` name. When they name none: that of the profile, changed as they say; without a
 * profile the simulator.
 */
export function endpointFromFlags(flags: EndpointFlags, profile?: Endpoint): Result<{ endpoint: Endpoint }> {
  const { url, azure, deployment, openai = false, model, echo = false } = flags;
  const named = [url !== undefined, azure !== undefined, openai].filter(Boolean).length;
  if (named > 1) return bad('Give one of --url, --azure and --openai.');
  if (echo && named > 0) return bad('--echo is a mode of the simulator; leave the endpoint flags out.');
  const allowing = allowedParameters(flags['allow-parameter']);
  if (!allowing.ok) return allowing;
  if (profile !== undefined && named === 0 && !echo) return changedEndpoint(profile, flags);
  if (flags['allow-parameter'] !== undefined && url === undefined) {
    return bad('--allow-parameter goes with --url ADDRESS or --profile NAME.');
  }
  if (deployment !== undefined && azure === undefined)
    return bad('--deployment goes with --azure HOST or --profile NAME.');
  const signIn = signInFromFlags(flags);
  if (!signIn.ok) return signIn;
  const { auth, ...entra } = signIn.asked;
  if (url !== undefined) {
    const how = { auth: auth ?? usualAuth(hostOfUrl(url)), ...entra };
    return ok({ endpoint: { kind: 'custom', url, ...allowing.allowed, ...how } });
  }
  if (azure !== undefined) {
    if (deployment === undefined) return bad('--azure needs --deployment NAME.');
    if (auth === 'none') return bad('An Azure deployment lets nobody in unasked: --auth is api-key, bearer or entra.');
    return ok({ endpoint: { kind: 'azure', host: azure, deployment, auth: auth ?? 'api-key', ...entra } });
  }
  if (auth === 'entra') return bad('--auth entra goes with --azure HOST or --url ADDRESS.');
  if (openai) {
    if (model === undefined) return bad('--openai needs --model NAME.');
    return ok({ endpoint: { kind: 'openai', host: 'api.openai.com', model } });
  }
  const simulated = model ?? (defaultEndpoint.kind === 'simulator' ? defaultEndpoint.model : '');
  return ok({ endpoint: { kind: 'simulator', mode: echo ? 'echo' : 'voice', model: simulated } });
}
