import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';
import { benchError, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isBinary } from './transports.ts';

/** One file on its way in from a page. */
export interface IncomingFile {
  /** True when every announced byte has come. */
  readonly complete: boolean;
  /** Takes one piece. `received` is told to the page, which sends the next pieces by it. */
  add(bytes: Uint8Array): Promise<Result<{ received?: number }>>;
  /** Closes the file; what it came to is the answer to the page. `gone`: the page has left and waits for none. */
  finish(gone: AbortSignal): Promise<Result>;
  /** The page went away in the middle, or the file is refused. */
  abandon(): Promise<void>;
}

/** Begins to take the file that a page announces, or refuses it. */
export type BeginFile = (announcement: PortMessage) => Promise<Result<{ incoming: IncomingFile }>>;

/** Files of a day ago belong to no window any more. */
const uploadLivesMs = 24 * 60 * 60 * 1000;

/** Deletes the folders that came more than a day before, of those in `folder` whose name `isOne` knows: no window can still mean them. */
export async function deleteOldUploads(
  folder: string,
  nowMs: number,
  isOne: (name: string) => boolean = () => true,
): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = isOne(name) ? await stat(path).catch(() => null) : null;
    if (found !== null && nowMs - found.mtimeMs > uploadLivesMs) await rm(path, { recursive: true, force: true });
  }
}

/** One part of a path as a name that no file system refuses and that leads nowhere; null: nothing of it can be one. */
export function safeName(part: string): string | null {
  const safe = part.replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_').slice(-120);
  return /^\.*$/.test(safe) ? null : safe;
}

const fault = (): Result<never> =>
  refuse(
    benchError('engine', 'The engine met a fault of its own while it received this file.', {
      nextStep: 'Choose the file again. If it stays, report this with the log of the application.',
    }),
  );

/**
 * Receives files over a port: the announcement of one, its bytes, one answer; then the next may follow.
 * Messages are worked off one after the other, since an announcement has to make a folder before its bytes are written.
 */
export function receiveFiles(port: BenchPort, begin: BeginFile, log: (line: string) => void): void {
  const gone = new AbortController();
  let incoming: IncomingFile | null = null;
  /** Bytes of a refused file that are still on their way are passed over. */
  let refused = false;
  let work: Promise<void> = Promise.resolve();

  const logFault = (error: unknown): void =>
    log(`Receiving a file failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const answer = (result: object): void => port.post(result as Parameters<BenchPort['post']>[0]);
  const abandon = async (): Promise<void> => {
    const left = incoming;
    incoming = null;
    // What cannot be deleted now goes with the uploads of its day.
    await left?.abandon().catch(logFault);
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
    answer(await done.finish(gone.signal));
  };

  const handle = async (message: PortMessage): Promise<void> => {
    if (!isBinary(message)) {
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
    work = work
      .then(() => handle(message))
      .catch((error: unknown) => {
        logFault(error);
        return refuseFile(fault());
      });
  });
  port.onClose(() => {
    gone.abort();
    work = work.then(abandon);
  });
}
