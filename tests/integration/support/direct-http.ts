import { httpOver } from '../../../electron/engine/net/http.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';

/** HTTP to this machine: no proxy, and no certificate is looked at. */
export const directHttp = httpOver(() => defaultNetwork, {
  secret: () => Promise.resolve(null),
  systemProxy: () => Promise.resolve(null),
  log: () => undefined,
});
