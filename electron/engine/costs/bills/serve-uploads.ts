import { benchError, refuse } from '../../../../shared/errors.ts';
import { billUploadSchema, type BenchPort } from '../../../../shared/ports.ts';
import { receiveFiles, type BeginFile } from '../../ports/receive-files.ts';
import type { IncomingBills } from './incoming.ts';

/** Serves one bill port: files of an export, one after the other, each piece told once it is written. */
export function serveBillUploads(port: BenchPort, store: IncomingBills, log: (line: string) => void): void {
  const begin: BeginFile = async (announcement) => {
    const start = billUploadSchema.safeParse(announcement);
    if (start.success) return store.receive(start.data);
    const sentence = 'An upload begins with the name, the size and the time of the file.';
    return refuse(benchError('invalid-argument', sentence));
  };
  receiveFiles(port, begin, log);
}
