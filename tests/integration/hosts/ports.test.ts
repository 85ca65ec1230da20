import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';
import { makers, type Pair } from '../support/port-makers.ts';
import { until } from '../support/until.ts';

const bytesOf = (message: PortMessage): number[] => {
  if (message instanceof ArrayBuffer) return [...new Uint8Array(message)];
  if (message instanceof Uint8Array) return [...message];
  throw new Error('Expected bytes and got JSON.');
};
const collect = (port: BenchPort): PortMessage[] => {
  const heard: PortMessage[] = [];
  port.onMessage((message) => heard.push(message));
  return heard;
};

describe.each(Object.entries(makers))('a port, %s', (_name, make) => {
  const open: Pair[] = [];
  const pair = async (): Promise<Pair> => {
    const made = await make();
    open.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of open.splice(0)) {
      made.a.close();
      made.b.close();
      made.end();
    }
  });

  it('keeps the order of JSON and bytes in both directions', async () => {
    const { a, b } = await pair();
    const [atA, atB] = [collect(a), collect(b)];
    for (let n = 0; n < 200; n += 1) {
      a.post(n % 2 === 0 ? { n } : new Uint8Array([n]));
      b.post(n % 2 === 0 ? new Uint8Array([n]) : { n });
    }
    await until(() => atA.length === 200 && atB.length === 200, '200 messages each way');
    const number = (message: PortMessage): unknown => ('n' in message ? message['n'] : bytesOf(message)[0]);
    expect(atA.map(number)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(atB.map(number)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  it('keeps what arrives before anybody listens, and hands it over first', async () => {
    const { a, b } = await pair();
    a.post({ n: 1 });
    a.post({ n: 2 });
    const answers = collect(a);
    b.onClose(() => undefined);
    b.post({ ready: true });
    await until(() => answers.length === 1, 'the way back');
    const heard = collect(b);
    a.post({ n: 3 });
    await until(() => heard.length === 3, 'three messages');
    expect(heard).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('carries exactly the bytes of a view, not the buffer it looks into', async () => {
    const { a, b } = await pair();
    const heard = collect(b);
    const pool = new Uint8Array(64 * 1024).fill(7);
    pool.set([1, 2, 3], 1000);
    a.post(pool.subarray(1000, 1003));
    a.post(new Uint8Array([4, 5]).buffer);
    a.post(new Uint8Array(0));
    await until(() => heard.length === 3, 'three binary messages');
    expect(heard.map(bytesOf)).toEqual([[1, 2, 3], [4, 5], []]);
  });

  it('leaves the bytes with the sender, who may go on writing into them', async () => {
    const { a, b } = await pair();
    const heard = collect(b);
    const buffer = new Uint8Array([1, 2, 3]);
    a.post(buffer);
    await until(() => heard.length === 1, 'one message');
    buffer.fill(9);
    expect(buffer.byteLength).toBe(3);
    expect(heard.map(bytesOf)).toEqual([[1, 2, 3]]);
  });

  it('carries any JSON object and any bytes unchanged', async () => {
    const { a, b } = await pair();
    const heard = collect(b);
    const json = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true });
    // -0 is 0 in JSON, and "__proto__" is no key that an own property can be made of by assignment.
    const object = json.map(
      (value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')) as PortMessage,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(object, fc.uint8Array({ maxLength: 300 })), { maxLength: 20 }),
        async (sent) => {
          heard.length = 0;
          for (const message of sent) a.post(message);
          await until(() => heard.length === sent.length, `${sent.length} messages`);
          sent.forEach((message, n) => {
            const got = heard[n] as PortMessage;
            if (message instanceof Uint8Array) expect(bytesOf(got)).toEqual([...message]);
            else expect(got).toEqual(message);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives the messages to the newest listener alone', async () => {
    const { a, b } = await pair();
    const first = collect(b);
    a.post({ n: 1 });
    await until(() => first.length === 1, 'the first listener');
    const second = collect(b);
    a.post({ n: 2 });
    await until(() => second.length === 1, 'the second listener');
    expect(first).toEqual([{ n: 1 }]);
    expect(second).toEqual([{ n: 2 }]);
  });

  it('tells both ends once that it closed, also who asks afterwards, and swallows what is posted then', async () => {
    const { a, b } = await pair();
    let [closedA, closedB] = [0, 0];
    a.onClose(() => (closedA += 1));
    b.onClose(() => (closedB += 1));
    const heard = collect(b);
    a.post({ last: true });
    a.close();
    await until(() => closedB === 1, 'the other end to hear of it');
    expect(heard).toEqual([{ last: true }]);
    a.close();
    b.close();
    a.post({ lost: true });
    b.post({ lost: true });
    expect([closedA, closedB]).toEqual([1, 1]);
    let late = 0;
    b.onClose(() => (late += 1));
    expect(late).toBe(1);
  });
});

it('a text frame that is no JSON object closes the socket and reaches nobody', async () => {
  const { WebSocket, WebSocketServer } = await import('ws');
  const { wsPort } = await import('../../../electron/engine/ports/transports.ts');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const heard: PortMessage[] = [];
  await once(server, 'listening');
  server.on('connection', (socket) => wsPort(socket).onMessage((message) => heard.push(message)));
  const { port } = server.address() as { port: number };
  const code = await new Promise<number>((resolve) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    client.on('open', () => client.send('not json'));
    client.on('close', resolve);
  });
  expect(code).toBe(1007);
  expect(heard).toEqual([]);
  server.close();
});
