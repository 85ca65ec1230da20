import { WebSocket } from 'ws';
import { z } from 'zod';

const answerSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
});

/** One target of a browser as its debugging port shows it. No driver stands between, whose own work would be counted. */
export interface Devtools {
  send(method: string, params?: object): Promise<unknown>;
  /** The value of an expression, as a person's gesture, awaited. Rejects when it throws. */
  evaluate(expression: string): Promise<unknown>;
  /** Calls back with what comes unasked under this name. */
  on(method: string, listener: (params: unknown) => void): void;
  close(): void;
}

export async function connectDevtools(url: string): Promise<Devtools> {
  const socket = new WebSocket(url, { maxPayload: 2 ** 30 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const listeners = new Map<string, (params: unknown) => void>();
  let lastId = 0;
  const open = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  socket.on('message', (data: Buffer) => {
    const { id, result, error, method, params } = answerSchema.parse(JSON.parse(data.toString('utf8')));
    if (id === undefined) {
      listeners.get(method ?? '')?.(params);
      return;
    }
    if (error === undefined) open.get(id)?.resolve(result);
    else open.get(id)?.reject(new Error(error.message));
    open.delete(id);
  });
  socket.on('close', () => {
    for (const { reject } of open.values()) reject(new Error('The browser closed its debugging port.'));
  });
  const send = (method: string, params: object = {}): Promise<unknown> => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
  return {
    send,
    async evaluate(expression) {
      const answer = z
        .object({
          result: z.object({ value: z.unknown().optional() }),
          exceptionDetails: z.object({ text: z.string() }).loose().optional(),
        })
        .parse(
          await send('Runtime.evaluate', {
            expression,
            awaitPromise: true,
            returnByValue: true,
            userGesture: true,
            // In Node it brings `require`.
            includeCommandLineAPI: true,
          }),
        );
      if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
      return answer.result.value;
    },
    on: (method, listener) => void listeners.set(method, listener),
    close: () => socket.close(),
  };
}

const targetsSchema = z.array(z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string() }));

/** The page that a debugging port shows first. Waits until there is one. */
export async function pageOf(port: number): Promise<Devtools> {
  for (;;) {
    const targets = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
    const page = targets.find(({ type, url }) => type === 'page' && !url.startsWith('about:'));
    if (page !== undefined) return connectDevtools(page.webSocketDebuggerUrl);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
