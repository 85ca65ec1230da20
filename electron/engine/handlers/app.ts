import type { Handlers } from '../../../shared/bench-api.ts';
import { ok } from '../../../shared/errors.ts';
import { endpointUrl } from '../../../shared/protocol/endpoint/url.ts';
import type { EngineContext } from '../context.ts';
import { describedHeaders } from '../realtime/endpoint-headers.ts';

type AppHandlers = Pick<
  Handlers,
  'app.info' | 'preferences.read' | 'preferences.write' | 'endpoint.describe' | 'secret.status'
>;

/** Commands about the bench itself. */
export function appHandlers(context: EngineContext): AppHandlers {
  const { services, preferences, clients } = context;
  return {
    'app.info': () =>
      ok({
        version: services.version,
        host: services.host,
        dataFolder: services.dataFolder,
        priceBook: context.prices.current(preferences.current.pricing.bookId),
        engineStarts: services.engineStarts ?? 1,
        notices: [...context.notices],
      }),
    'preferences.read': () => ok({ preferences: preferences.current }),
    'preferences.write': async (change) => {
      const written = await preferences.write(change);
      clients.push({ type: 'preferences', preferences: preferences.current });
      return written;
    },
    'endpoint.describe': ({ endpoint }) => {
      const address = endpointUrl(endpoint);
      if (!address.ok) return address;
      return ok({ url: address.url, label: address.label, headers: describedHeaders(address.auth) });
    },
    'secret.status': async ({ owner }) => ok(await services.secretStatus(owner)),
  };
}
