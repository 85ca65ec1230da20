import { benchError, refuse, type Result } from '../../../shared/errors.ts';
import type { BenchPort, PortMessage } from '../../../shared/ports.ts';

/** One file on its way in from a page. */
export interface IncomingFile {
  /** True when every announced byte has come. */
  readonly complete: boolean;
  /** Takes one piece. `received` is told to the page, which sends the next pieces by it. */
  add(bytes: Uint8Array): Promise<Result<{ received?: number }>>;
  /** Closes the file; what it came to is the answer to the page. */
  finish(): Promise<Result>;
  /** The page went away in the middle, or the file is refused. */
  abandon(): Promise<void>;
}

const isBytes = (message: PortMessage): message is ArrayBuffer | Uint8Array =>
  message instanceof ArrayBuffer || message instanceof Uint8Array;

/**
 * Receives files over a port: the announcement of one, its bytes, one answer; then the next may follow.
 * Messages are worked off one after the other, since an announcement has to make a folder before its bytes are written.
 */
export function receiveFiles(
  port: BenchPort,
  begin: (announcement: PortMessage) => Promise<Result<{ incoming: IncomingFile }>>,
): void {
  let incoming: IncomingFile | null = null;
  /** Bytes of a refused file that are still on their way are passed over. */
  let refused = false;
  let work: Promise<void> = Promise.resolve();

  const answer = (result: object): void => port.post(result as Parameters<BenchPort['post']>[0]);
  const abandon = async (): Promise<void> => {
    await incoming?.abandon();
    incoming = null;
  };
  const refuseFile = async (refusal: object): Promise<void> => {
    refused = true;
    await abandon();
    answer(refusal);
  };
  const finishWhole = async (): Promise<void> => {
    if (incoming?.complete !== true) return;
    const done = incoming;
    incoming = null;
    answer(await done.finish());
  };

  const handle = async (message: PortMessage): Promise<void> => {
    if (!isBytes(message)) {
      await abandon();
      const begun = await begin(message);
      if (!begun.ok) return refuseFile(begun);
      refused = false;
      incoming = begun.incoming;
      return finishWhole();
    }
    if (incoming === null) {
      if (refused) return;
      return refuseFile(refuse(benchError('invalid-argument', 'Bytes came before the name of their file.')));
    }
    const added = await incoming.add(message instanceof ArrayBuffer ? new Uint8Array(message) : message);
    if (!added.ok) return refuseFile(added);
    if (added.received !== undefined) port.post({ received: added.received });
    return finishWhole();
  };

  port.onMessage((message) => {
    work = work.then(() => handle(message));
  });
  port.onClose(() => {
    work = work.then(abandon);
  });
}
