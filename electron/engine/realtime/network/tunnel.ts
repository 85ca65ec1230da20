import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ProxyHop } from './route.ts';
import type { SecureContext } from 'node:tls';

/** What a proxy answered to CONNECT. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const loginHeader = ({ user, password }: { user: string; password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** An agent that reaches every host by CONNECT through one proxy. `onAnswer` hears what the proxy said, whatever that was. */
export function tunnelThrough(
  proxy: ProxyHop,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
  onAnswer: (answer: ProxyAnswer) => void,
): Agent {
  const agent = new HttpsProxyAgent(proxy.url, {
    ...(secureContext === undefined ? {} : { secureContext }),
    // Ends an attempt that still hangs in the proxy when nobody waits for it any more.
    signal,
    headers: proxy.login === null ? {} : { 'Proxy-Authorization': loginHeader(proxy.login) },
  });
  agent.on('proxyConnect', ({ statusCode, headers }: { statusCode: number; headers: ProxyAnswer['headers'] }) =>
    onAnswer({ status: statusCode, headers }),
  );
  return agent;
}
