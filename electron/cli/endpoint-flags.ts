import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { defaultEndpoint } from '../../shared/protocol/default-endpoint.ts';
import { usualAuth } from '../../shared/protocol/endpoint-recognise.ts';
import type { Endpoint } from '../../shared/protocol/endpoint.ts';

export interface EndpointFlags {
  readonly url?: string | undefined;
  readonly azure?: string | undefined;
  readonly deployment?: string | undefined;
  readonly openai?: boolean | undefined;
  readonly model?: string | undefined;
  readonly auth?: string | undefined;
  readonly echo?: boolean | undefined;
}

type Auth = 'api-key' | 'bearer' | 'none';

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

const hostOfUrl = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

const isAuth = (text: string | undefined): text is Auth | undefined =>
  text === undefined || text === 'api-key' || text === 'bearer' || text === 'none';

/** The endpoint that the flags of `voxtally run` name; the simulator when they name none. */
export function endpointFromFlags(flags: EndpointFlags): Result<{ endpoint: Endpoint }> {
  const { url, azure, deployment, openai = false, model, auth, echo = false } = flags;
  const named = [url !== undefined, azure !== undefined, openai].filter(Boolean).length;
  if (named > 1) return bad('Give one of --url, --azure and --openai.');
  if (!isAuth(auth)) return bad(`--auth is api-key, bearer or none, not ${auth}.`);
  if (echo && named > 0) return bad('--echo is a mode of the simulator; leave the endpoint flags out.');
  if (deployment !== undefined && azure === undefined) return bad('--deployment goes with --azure HOST.');
  if (url !== undefined) return ok({ endpoint: { kind: 'custom', url, auth: auth ?? usualAuth(hostOfUrl(url)) } });
  if (azure !== undefined) {
    if (deployment === undefined) return bad('--azure needs --deployment NAME.');
    if (auth === 'none') return bad('An Azure deployment needs a key: --auth is api-key or bearer.');
    return ok({ endpoint: { kind: 'azure', host: azure, deployment, auth: auth ?? 'api-key' } });
  }
  if (openai) {
    if (model === undefined) return bad('--openai needs --model NAME.');
    return ok({ endpoint: { kind: 'openai', host: 'api.openai.com', model } });
  }
  const simulated = model ?? (defaultEndpoint.kind === 'simulator' ? defaultEndpoint.model : '');
  return ok({ endpoint: { kind: 'simulator', mode: echo ? 'echo' : 'voice', model: simulated } });
}
