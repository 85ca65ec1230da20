import { session } from 'electron';
import { proxyFromEnvironment } from '../../shared/network/environment-proxy.ts';
import { proxyFromPac } from '../../shared/network/pac-answer.ts';

/**
 * The proxy of the operating system for an address, its automatic configuration included; where it names none, that of the
 * environment, which Chromium does not read on every desktop.
 */
export async function systemProxy(
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const answer = await session.defaultSession.resolveProxy(url.replace(/^wss:/, 'https:'));
  return proxyFromPac(answer) ?? proxyFromEnvironment(url, env);
}
