import type { BenchPush } from '../../shared/bench-api.ts';
import type { Result } from '../../shared/errors.ts';
import { requestSchema, type BenchPort, type FromEngine, type PortMessage } from '../../shared/ports.ts';
import { Client } from './clients.ts';

/** Pushes and answers are plain JSON by construction; the port's type cannot know that of interfaces. */
const post = (port: BenchPort, message: FromEngine): void => port.post(message as unknown as PortMessage);

/** Serves one control port for as long as it is open: requests in, answers and pushes out. */
export function serveControl(
  port: BenchPort,
  clientId: number,
  enter: (client: Client) => () => void,
  answer: (client: Client, command: string, args: unknown) => Promise<Result>,
): void {
  const client = new Client(clientId, (push: BenchPush) => post(port, { push }));
  const leave = enter(client);
  port.onClose(leave);
  port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    // Without an id there is nobody to answer.
    if (!request.success) return;
    const { id, command, args } = request.data;
    void answer(client, command, args).then((result) => post(port, { id, answer: result }));
  });
}
