import { benchError, refuse } from '../../shared/errors.ts';
import { uploadStartSchema, type BenchPort } from '../../shared/ports.ts';
import { receiveFiles, type BeginFile } from './ports/receive-files.ts';
import type { WavStore } from './wav-store.ts';

/** Serves one upload port: WAV files, one after the other, each answered with what it is. */
export function serveUploads(port: BenchPort, store: WavStore, log: (line: string) => void): void {
  const begin: BeginFile = async (announcement) => {
    const start = uploadStartSchema.safeParse(announcement);
    if (start.success) return store.receive(start.data.name, start.data.sizeBytes);
    return refuse(benchError('invalid-argument', 'An upload begins with the name and the size of the file.'));
  };
  receiveFiles(port, begin, log);
}
