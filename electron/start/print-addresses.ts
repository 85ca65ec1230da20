import type { BrowserHost } from '../browser-host/browser-host.ts';

/** Prints an address, and the next one once it is used. */
export function printAddresses(
  host: Pick<BrowserHost, 'newAddress'>,
  say: (line: string) => void,
  words: string,
): void {
  const another = (): void => printAddresses(host, say, 'For another browser:');
  say(`${words} ${host.newAddress({ onUsed: another })}`);
}
