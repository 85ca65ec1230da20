import { benchError, refuse, type Result } from '../../shared/kit/errors.ts';
import type { HostServices } from './services.ts';

const pieceBytes = 512 * 1024;
/** Pieces on their way at a time: the file is read from disk as fast as it is written to disk, and never held. */
const mostInFlight = 4;

interface Receipt {
  readonly received?: number;
}

/** What a bill port tells of the file that is being sent. */
class Receipts {
  result: Result | null = null;
  inFlight = 0;
  #received = 0;
  #wake: (() => void) | null = null;
  readonly #onSent: (bytes: number) => void;

  constructor(onSent: (bytes: number) => void) {
    this.#onSent = onSent;
  }

  hear(told: Receipt): void {
    if (told.received === undefined) this.result = told as Result;
    else {
      this.inFlight -= 1;
      this.#onSent(told.received - this.#received);
      this.#received = told.received;
    }
    this.#wake?.();
  }

  end(result: Result): void {
    this.result ??= result;
    this.#wake?.();
  }

  /** Resolves at the next word of the engine. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

async function sendFile(
  port: MessagePort,
  file: File,
  uploadId: string,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Result> {
  const receipts = new Receipts(onSent);
  const hear = ({ data }: MessageEvent<Receipt>): void => receipts.hear(data);
  const lose = (): void =>
    receipts.end(refuse(benchError('engine', `The engine went away while ${file.name} was being read.`)));
  const cancel = (): void =>
    receipts.end(refuse(benchError('refused', 'The import was cancelled; nothing of it was kept.')));
  port.addEventListener('message', hear);
  port.addEventListener('close', lose);
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const path = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
  port.postMessage({ uploadId, path, sizeBytes: file.size, writtenAtMs: file.lastModified });
  for (let from = 0; from < file.size && receipts.result === null; from += pieceBytes) {
    while (receipts.inFlight >= mostInFlight && receipts.result === null) await receipts.news();
    receipts.inFlight += 1;
    port.postMessage(await file.slice(from, from + pieceBytes).arrayBuffer());
  }
  while (receipts.result === null) await receipts.news();
  port.removeEventListener('message', hear);
  port.removeEventListener('close', lose);
  signal.removeEventListener('abort', cancel);
  return receipts.result;
}

/** Hands files of one export to the engine over a port of their own, piece by piece. */
export async function uploadBill(
  host: Pick<HostServices, 'openPort'>,
  files: readonly File[],
  signal: AbortSignal,
  onProgress: (file: string, bytes: number, ofBytes: number) => void,
): Promise<Result<{ uploadId: string }>> {
  const uploadId = crypto.randomUUID();
  const ofBytes = files.reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  const port = await host.openPort('bill');
  port.start();
  try {
    for (const file of files) {
      const sent = await sendFile(port, file, uploadId, signal, (more) => {
        bytes += more;
        onProgress(file.name, bytes, ofBytes);
      });
      if (!sent.ok) return sent;
    }
    return { ok: true, uploadId };
  } catch {
    return refuse(
      benchError('disk', 'A file could not be read from this computer.', {
        nextStep: 'See whether it still exists and may be read, then choose it again.',
      }),
    );
  } finally {
    port.close();
  }
}
