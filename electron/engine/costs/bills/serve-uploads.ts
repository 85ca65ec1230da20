import { benchError, refuse } from '../../../../shared/errors.ts';
import { billUploadSchema, type BenchPort, type PortMessage } from '../../../../shared/ports.ts';
import type { IncomingBill, IncomingBills } from './incoming.ts';

const isBytes = (message: PortMessage): message is ArrayBuffer | Uint8Array =>
  message instanceof ArrayBuffer || message instanceof Uint8Array;

/** Serves one bill port: files of an export, one after the other, each piece told once it is written. */
export function serveBillUploads(port: BenchPort, store: IncomingBills): void {
  let incoming: IncomingBill | null = null;
  /** Bytes of a refused file that are still on their way are passed over. */
  let refused = false;
  let work: Promise<void> = Promise.resolve();

  const answer = (result: object): void => port.post(result as Parameters<BenchPort['post']>[0]);
  const refuseFile = async (result: object): Promise<void> => {
    refused = true;
    await incoming?.abandon();
    incoming = null;
    answer(result);
  };
  const finishWhole = async (): Promise<void> => {
    if (incoming?.complete !== true) return;
    const done = incoming;
    incoming = null;
    answer(await done.finish());
  };

  const handle = async (message: PortMessage): Promise<void> => {
    if (!isBytes(message)) {
      await incoming?.abandon();
      incoming = null;
      const start = billUploadSchema.safeParse(message);
      if (!start.success) {
        const sentence = 'An upload begins with the name, the size and the time of the file.';
        return refuseFile(refuse(benchError('invalid-argument', sentence)));
      }
      const received = await store.receive(start.data);
      if (!received.ok) return refuseFile(received);
      refused = false;
      incoming = received.incoming;
      return finishWhole();
    }
    if (incoming === null) {
      if (refused) return;
      return refuseFile(refuse(benchError('invalid-argument', 'Bytes came before the name of their file.')));
    }
    const added = await incoming.add(message instanceof ArrayBuffer ? new Uint8Array(message) : message);
    if (!added.ok) return refuseFile(added);
    port.post({ received: added.received });
    return finishWhole();
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
