import type { IncomingMessage } from 'node:http';

/** More of a refusal than any service writes and any person reads. */
const mostBytes = 16 * 1024;
const mostMs = 3000;

/** The beginning of a refusal's body as text. Never rejects and never takes longer than 3 s: what came is what counts. */
export function readBody(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      clearTimeout(timer);
      response.destroy();
      resolve(Buffer.concat(parts).subarray(0, mostBytes).toString('utf8'));
    };
    const timer = setTimeout(finish, mostMs);
    response.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes >= mostBytes) finish();
    });
    for (const event of ['end', 'error', 'aborted', 'close']) response.once(event, finish);
  });
}
