import { Agent } from 'node:https';
import type { DeviceCodeCredentialOptions } from '@azure/identity';
import type { Route } from '../network/route.ts';
import { tunnelThrough } from '../network/tunnel.ts';

type Policy = NonNullable<DeviceCodeCredentialOptions['additionalPolicies']>[number]['policy'];

/**
 * Sends what the library asks of Entra ID the way a session goes: through its proxy, trusting whom it trusts. The library's own
 * settings leave authorities aside once there is a proxy, and go by the environment where the profile says none.
 */
export function signInPolicy({ proxy, secureContext }: Route): Policy {
  const agent =
    proxy === null
      ? new Agent({ ...(secureContext === undefined ? {} : { secureContext }), keepAlive: false })
      : tunnelThrough(proxy, secureContext, new AbortController().signal, () => undefined);
  return {
    name: 'voxtallyRoute',
    sendRequest: (request, next) => {
      request.agent = agent;
      return next(request);
    },
  };
}
