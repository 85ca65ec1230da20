import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { defaultEndpoint } from '../../../shared/protocol/endpoint/default.ts';
import { usualAuth } from '../../../shared/protocol/endpoint/recognise.ts';
import type { Endpoint } from '../../../shared/protocol/endpoint/endpoint.ts';
import { allowedParameters } from './allow-parameters.ts';
import { changedEndpoint } from './endpoint-change.ts';
import type { EndpointFlags } from './endpoint-flags.ts';
import { signInFromFlags } from './sign-in-flags.ts';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

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
