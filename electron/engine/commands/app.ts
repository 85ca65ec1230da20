import type { Handlers } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { keyBelongs } from '../../../shared/kit/untrusted/quoting.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { secretsInOptions } from '../../../shared/protocol/options/options.ts';
import type { Acceptance } from '../context/acceptance.ts';
import { describedHeaders } from '../context/credentials.ts';
import type { EngineServices } from '../context/services.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { Http } from '../net/http.ts';
import { askForNewVersion, versionAddress } from '../net/new-version.ts';
import type { Clients } from '../ports/control.ts';
import type { Notices } from '../ports/notices.ts';

type AppHandlers = Pick<
  Handlers,
  | 'app.info'
  | 'app.newVersion'
  | 'preferences.read'
  | 'preferences.write'
  | 'window.seen'
  | 'endpoint.describe'
  | 'secret.status'
  | 'connection.ask'
  | 'connection.accept'
>;

export interface AppParts {
  readonly services: EngineServices;
  readonly preferences: PreferenceStore;
  readonly prices: PriceBooks;
  readonly clients: Clients;
  readonly notices: Notices;
  readonly http: Http;
  readonly acceptance: Acceptance;
}

/** Commands about the bench itself. */
export function appHandlers({
  services,
  preferences,
  prices,
  clients,
  notices,
  http,
  acceptance,
}: AppParts): AppHandlers {
  return {
    'app.info': () =>
      ok({
        version: services.version,
        host: services.host,
        dataFolder: services.dataFolder,
        priceBook: prices.current(preferences.current.pricing.bookId),
        engineStarts: services.engineStarts ?? 1,
        notices: [...notices.all],
        repairs: notices.repairs,
      }),
    'window.seen': ({ seen }, client) => {
      client.seen(seen);
      return ok({});
    },
    'app.newVersion': async () => {
      const address = preferences.current.versionAddress ?? null;
      if (address !== null) return await askForNewVersion(http, address, services.version);
      return refuse(
        benchError('invalid-argument', 'There is no address to ask at for new versions.', {
          nextStep: 'Give one in Settings first.',
        }),
      );
    },
    'preferences.read': () => ok({ preferences: preferences.current }),
    'preferences.write': async (change) => {
      const unfit = change.endpoint === undefined ? null : endpointUrl(change.endpoint);
      if (unfit?.ok === false) return unfit;
      const asked = change.versionAddress == null ? null : versionAddress(change.versionAddress);
      if (asked?.ok === false) return asked;
      if (change.endpoint !== undefined || change.network !== undefined) {
        const { endpoint, network } = preferences.current;
        // What is kept here is used by all that follows: a way of a profile gets in only once it was accepted.
        const allowed = await acceptance.require({
          endpoint: change.endpoint ?? endpoint,
          network: change.network ?? network,
        });
        if (!allowed.ok) return allowed;
      }
      const complaint = secretsInOptions(change.options ?? {});
      if (complaint !== null) return refuse(benchError('invalid-argument', complaint, { nextStep: keyBelongs }));
      const written = await preferences.write(change);
      clients.push({ type: 'preferences', preferences: preferences.current });
      return written;
    },
    'endpoint.describe': ({ endpoint }) => {
      const address = endpointUrl(endpoint);
      if (!address.ok) return address;
      return ok({ url: address.url, label: address.label, headers: describedHeaders(address.auth) });
    },
    'connection.ask': async ({ withKey, ...way }) => ok({ ask: await acceptance.ask(way, withKey) }),
    'connection.accept': (way) => acceptance.accept(way),
    'secret.status': async ({ owner }) => ok(await services.secretStatus(owner)),
  };
}
