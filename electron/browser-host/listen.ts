import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const loopback = '127.0.0.1';
/** A port that stays the same keeps the page's origin, and with it the permission to use the microphone. */
export const usualPort = 17_645;
const alternatives = 10;

/** Ports that others hold, and those that Windows keeps for itself. */
const taken = new Set(['EADDRINUSE', 'EACCES']);

const tryPort = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Listens on loopback: on `port` and nowhere else when it is given, else on the usual port or one of the next ones.
 * Rejects with a whole sentence.
 */
export async function listen(server: Server, port?: number): Promise<number> {
  const ports = port === undefined ? Array.from({ length: alternatives }, (_, n) => usualPort + n) : [port];
  for (const candidate of ports) {
    try {
      await tryPort(server, candidate);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (!taken.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  throw new Error(
    port === undefined
      ? `The ports ${usualPort} to ${usualPort + alternatives - 1} are all taken. Name a free one with --port.`
      : `Port ${port} is taken by another program. Name another one with --port, or leave --port out.`,
  );
}
