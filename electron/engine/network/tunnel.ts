import type { Agent, IncomingHttpHeaders } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { joinedHeaders, type PlainHeaders } from './headers.ts';
import type { ProxyHop } from './route.ts';
import type { SecureContext } from 'node:tls';

/** What a proxy answered to CONNECT. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: PlainHeaders;
}

const loginHeader = ({ user, password }: { user: string; password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

type ProxyAgent = HttpsProxyAgent<string>;
type Connect = Parameters<ProxyAgent['connect']>;

/** Trusts at the far end whom it trusts at the proxy; by itself the agent goes by each request there. */
class Tunnel extends HttpsProxyAgent<string> {
  trusted: SecureContext | undefined;

  override connect(request: Connect[0], options: Connect[1]): ReturnType<ProxyAgent['connect']> {
    const { trusted: secureContext } = this;
    return super.connect(request, secureContext === undefined ? options : Object.assign({ secureContext }, options));
  }
}

/** An agent that reaches every host by CONNECT through one proxy. `onAnswer` hears what the proxy said, whatever that was. */
export function tunnelThrough(
  proxy: ProxyHop,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
  onAnswer: (answer: ProxyAnswer) => void,
): Agent {
  const agent = new Tunnel(proxy.url, {
    ...(secureContext === undefined ? {} : { secureContext }),
    // Ends an attempt that still hangs in the proxy when nobody waits for it any more.
    signal,
    headers: proxy.login === null ? {} : { 'Proxy-Authorization': loginHeader(proxy.login) },
  });
  agent.trusted = secureContext;
  agent.on('proxyConnect', ({ statusCode, headers }: { statusCode: number; headers: IncomingHttpHeaders }) =>
    onAnswer({ status: statusCode, headers: joinedHeaders(headers) }),
  );
  return agent;
}
