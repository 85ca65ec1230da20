import { benchError, refuse } from '../../shared/errors.ts';
import { uploadStartSchema, type BenchPort, type PortMessage } from '../../shared/ports.ts';
import type { IncomingWav, WavStore } from './wav-store.ts';

const isBytes = (message: PortMessage): message is ArrayBuffer | Uint8Array =>
  message instanceof ArrayBuffer || message instanceof Uint8Array;

const bytesOf = (message: ArrayBuffer | Uint8Array): Uint8Array =>
  message instanceof ArrayBuffer ? new Uint8Array(message) : message;

/**
 * Serves one upload port: `{ name, sizeBytes }`, then the bytes, then one answer; then the next file may follow.
 * Messages are worked off one after the other, since the first one has to make a folder.
 */
export function serveUploads(port: BenchPort, store: WavStore): void {
  let incoming: IncomingWav | null = null;
  /** Bytes of a refused file that are still on their way are passed over. */
  let refused = false;
  let work: Promise<void> = Promise.resolve();

  const answer = (result: object): void => port.post(result as Parameters<BenchPort['post']>[0]);

  const begin = async (message: PortMessage): Promise<void> => {
    await incoming?.abandon();
    incoming = null;
    const start = uploadStartSchema.safeParse(message);
    if (!start.success) {
      refused = true;
      answer(refuse(benchError('invalid-argument', 'An upload begins with the name and the size of the file.')));
      return;
    }
    const received = await store.receive(start.data.name, start.data.sizeBytes);
    refused = !received.ok;
    if (!received.ok) answer(received);
    else incoming = received.incoming;
    if (incoming?.complete === true) await finish();
  };

  const finish = async (): Promise<void> => {
    const done = incoming;
    incoming = null;
    if (done !== null) answer(await done.finish());
  };

  const handle = async (message: PortMessage): Promise<void> => {
    if (!isBytes(message)) {
      await begin(message);
      return;
    }
    if (incoming === null) {
      if (!refused) answer(refuse(benchError('invalid-argument', 'Bytes came before the name of their file.')));
      refused = true;
      return;
    }
    incoming.add(bytesOf(message));
    if (incoming.complete) await finish();
  };

  port.onMessage((message) => {
    work = work.then(() => handle(message));
  });
  port.onClose(() => {
    work = work.then(async () => {
      await incoming?.abandon();
      incoming = null;
    });
  });
}
